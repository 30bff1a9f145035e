// Before the first paint: the reader's choice of light or dark, where there is one.
const theme = localStorage.getItem('theme');
if (theme) document.documentElement.dataset.theme = theme;

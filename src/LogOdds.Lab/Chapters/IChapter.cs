using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>
/// The engine's side of a chapter: endpoints that answer what its figures ask. What is asked is the state of the page, as it stands in
/// the address; an endpoint remembers nothing.
/// </summary>
internal interface IChapter
{
    /// <summary>The chapter's name in addresses, and that of its script.</summary>
    string Name { get; }

    /// <summary>Adds the endpoints, under <c>/api/name</c>.</summary>
    void Map(RouteGroupBuilder chapter);
}

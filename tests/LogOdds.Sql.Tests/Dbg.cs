namespace LogOdds.Tests;
public class Dbg(PostgresServer server) {
 [Fact] public void X() {
  var Births = LogOdds.IO.TableReader.Read(Repository.Sample("birthwt.csv"));
  var f = "low ~ C(race, sum) * age + C(ptl) + poly(lwt, 2, raw = TRUE) + ns(age, knots = c(20, 28), Boundary.knots = c(14, 45))";
  var a = LogisticRegression.Fit(Births, f); var b = LogOdds.Sql.SqlRegression.Fit(server.Connection, $"select * from {server.Create(Births)}", f);
  foreach (var (x,y) in a.Coefficients.Zip(b.Coefficients)) Console.WriteLine($"{x.Term} {x.Estimate} {x.StandardError} {x.Limit} | {y.Estimate} {y.StandardError} {y.Limit}");
  Console.WriteLine($"{a.Solver} {b.Solver}"); foreach (var w in a.Warnings) Console.WriteLine(w); foreach (var w in b.Warnings) Console.WriteLine(w);
 }
}
using System.Globalization;

namespace GradCamService.Evaluate.Report;

/// <summary>A line of a chart.</summary>
/// <param name="Values">Evenly spaced from the left end to the right one; at least 2.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<double> Values);

/// <summary>Lines over 0 to 1, with axes, a legend, and the numbers as a table that opens. Lines differ in dashes as well as in colour.</summary>
/// <param name="Id">Of the page's part.</param>
/// <param name="Across">What goes from 0 to 1 along the bottom.</param>
/// <param name="Up">What goes from 0 to 1 along the left.</param>
internal sealed record LineChart(string Id, string Title, string Across, string Up)
{
    // More are not told apart.
    private const int MostLines = 6;

    private const double Left = 34;
    private const double Right = 350;
    private const double Top = 24;
    private const double Bottom = 190;

    /// <summary>As many charts as the lines need.</summary>
    public void Write(HtmlWriter html, IReadOnlyList<ChartLine> lines)
    {
        foreach (var (some, part) in lines.Chunk(MostLines).Select((some, part) => (some, part)))
            WriteChart(html, $"{Id}-{part + 1}", lines.Count > MostLines ? $"{Title}, part {part + 1}" : Title, some);
    }

    private void WriteChart(HtmlWriter html, string id, string title, ChartLine[] lines)
    {
        html.Line();
        using var figure = html.Open("figure", ("class", "chart"));
        html.Add("figcaption", title);
        using (html.Open("svg", ("viewBox", "0 0 360 230"), ("role", "img"), ("aria-labelledby", $"{id}-title {id}-desc")))
        {
            html.Add("title", title, ("id", $"{id}-title"));
            html.Add("desc", Describe(lines), ("id", $"{id}-desc"));
            WriteAxes(html);
            for (var i = 0; i < lines.Length; i++)
                html.Void("path", ("class", $"line line{i + 1}"), ("d", Path(lines[i].Values)));
        }
        using (html.Open("ul", ("class", "legend")))
            for (var i = 0; i < lines.Length; i++)
                WriteLegend(html, i, lines[i].Name);
        using (html.Open("details"))
        {
            html.Add("summary", "The numbers");
            var points = Enumerable.Range(0, lines.Max(line => line.Values.Count)).ToList();
            Table.Write<int>(html, title,
            [
                new(Across, point => At((double)point / (points.Count - 1), "0.###")) { Value = point => point },
                .. lines.Select(line => Column.Number<int>(line.Name, point => point < line.Values.Count ? line.Values[point] : null)),
            ], points);
        }
    }

    private string Describe(ChartLine[] lines) => $"{Up} from 0 to 1 over {Across} from 0 to 1. " + string.Join(" ", lines.Select(line =>
        $"{line.Name}: from {Wording.Number(line.Values[0])} to {Wording.Number(line.Values[^1])}, highest {Wording.Number(line.Values.Max())}."));

    private void WriteAxes(HtmlWriter html)
    {
        foreach (var tick in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            html.Void("line", ("class", tick == 0 ? "axis" : "grid"), ("x1", At(Left)), ("x2", At(Right)), ("y1", At(Y(tick))), ("y2", At(Y(tick))));
            html.Add("text", At(tick, "0.##"), ("x", At(Left - 5)), ("y", At(Y(tick) + 4)), ("text-anchor", "end"));
            html.Void("line", ("class", "axis"), ("x1", At(X(tick))), ("x2", At(X(tick))), ("y1", At(Bottom)), ("y2", At(Bottom + 4)));
            html.Add("text", At(tick, "0.##"), ("x", At(X(tick))), ("y", At(Bottom + 17)), ("text-anchor", tick == 1 ? "end" : "middle"));
        }
        html.Add("text", Up, ("x", "2"), ("y", "12"));
        html.Add("text", Across, ("x", At((Left + Right) / 2)), ("y", "225"), ("text-anchor", "middle"));
    }

    private static void WriteLegend(HtmlWriter html, int number, string name)
    {
        using var item = html.Open("li");
        using (html.Open("svg", ("viewBox", "0 0 36 10"), ("aria-hidden", "true"), ("focusable", "false")))
            html.Void("path", ("class", $"line line{number + 1}"), ("d", "M0 5H36"));
        html.Text(name);
    }

    private static string Path(IReadOnlyList<double> values) =>
        "M" + string.Join("L", values.Select((value, i) => $"{At(X((double)i / (values.Count - 1)))} {At(Y(value))}"));

    private static double X(double share) => Left + share * (Right - Left);

    private static double Y(double value) => Bottom - Math.Clamp(value, 0, 1) * (Bottom - Top);

    private static string At(double value, string format = "0.##") => value.ToString(format, CultureInfo.InvariantCulture);
}

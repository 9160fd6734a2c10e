using System.Globalization;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Report;

/// <summary>A mean as a point on a line, and its interval as a bar. The numbers stand beside it, so readers of the page aloud skip it.</summary>
internal static class IntervalBar
{
    private const double Width = 120;
    private const double Height = 14;
    private const double Margin = 4;
    private const double Least = 1;

    public static void Write(HtmlWriter html, Scale scale, double? mean, Interval? interval)
    {
        using var picture = html.Open(
            "svg", ("class", "bar"), ("viewBox", $"0 0 {At(Width)} {At(Height)}"), ("aria-hidden", "true"), ("focusable", "false"));
        Line(html, "axis", Margin, Width - Margin, Height / 2);
        foreach (var place in new[] { scale.Low, 0, scale.High }.Distinct())
            html.Void("line", ("class", place == 0 ? "zero" : "axis"),
                ("x1", At(X(place))), ("x2", At(X(place))), ("y1", "2"), ("y2", At(Height - 2)));
        if (interval is { } range)
            html.Void("rect", ("class", "range"),
                ("x", At(X(range.Low))), ("y", "4"), ("width", At(Math.Max(X(range.High) - X(range.Low), Least))), ("height", "6"));
        if (mean is { } value && double.IsFinite(value))
            html.Void("circle", ("class", "mean"), ("cx", At(X(value))), ("cy", At(Height / 2)), ("r", "3"));

        double X(double value) => Margin + scale.Place(value) * (Width - 2 * Margin);
    }

    private static void Line(HtmlWriter html, string kind, double from, double to, double y) =>
        html.Void("line", ("class", kind), ("x1", At(from)), ("x2", At(to)), ("y1", At(y)), ("y2", At(y)));

    private static string At(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Reflection;
using System.Text;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Operators;

namespace GradCamService.Onnx.Tests.Operators;

/// <summary>The page docs/operators.md, written from the operator table.</summary>
internal static class OperatorPage
{
    public static string Render()
    {
        var page = new StringBuilder()
            .Append("# Operators\n\n")
            .Append("What the graph runner computes. A version is the opset in which a behaviour began; it holds until the next one.\n")
            .Append("Differentiable operators carry gradients, so that maps pass through them; the others are shapes, indices and\n")
            .Append("comparisons.\n\n")
            .Append("This page is written from the table in `src/GradCamService.Onnx/Operators`, and a test compares the two. To write\n")
            .Append("it again: ")
            .Append("`UPDATE_DOCS=1 dotnet test --project tests/GradCamService.Onnx.Tests`.\n\n")
            .Append("| Operator | Versions | Differentiable | Note |\n| --- | --- | --- | --- |\n");
        foreach (var lines in OperatorTable.Lines.GroupBy(line => TitleOf(line.Key)).OrderBy(group => group.Key, StringComparer.Ordinal))
            page.Append(RowOf(lines.Key, [.. lines.OrderBy(line => line.Key.SinceVersion)]));
        page.Append("\n## Replaced by their parts\n\n")
            .Append("Operators that are others in a row, which ONNX Runtime's optimizer and Core ML's first converter write. They become their parts\n")
            .Append("at load, so that rectifiers, batch normalizations and layers inside of them are what they are elsewhere.\n\n")
            .Append("| Operator | Parts |\n| --- | --- |\n");
        foreach (var ((domain, name), row) in FusedOperators.Rows.OrderBy(row => TitleOf(row.Key.Domain, row.Key.Name), StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"| {TitleOf(domain, name)} | {row.Parts} |\n");
        return page.ToString();
    }

    private static string TitleOf(OperatorKey key) => TitleOf(key.Domain, key.Name);

    private static string TitleOf(string domain, string name) => domain.Length == 0 ? name : $"{domain}.{name}";

    private static string RowOf(string title, KeyValuePair<OperatorKey, OperatorLine>[] lines)
    {
        var methods = lines.Select(line => line.Value.Compute.Method).ToList();
        var differentiable = methods.All(method => method.GetCustomAttribute<NotDifferentiableAttribute>() is null);
        var notes = methods.Select(method => method.GetCustomAttribute<NoteAttribute>()?.Text).OfType<string>().Distinct();
        var versions = string.Join(", ", lines.Select(line => line.Key.SinceVersion));
        return $"| {title} | {versions} | {(differentiable ? "yes" : "no")} | {string.Join("; ", notes)} |\n";
    }
}

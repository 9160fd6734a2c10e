using System.Reflection;
using System.Text;
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
        return page.ToString();
    }

    private static string TitleOf(OperatorKey key) => key.Domain.Length == 0 ? key.Name : $"{key.Domain}.{key.Name}";

    private static string RowOf(string title, KeyValuePair<OperatorKey, OperatorLine>[] lines)
    {
        var methods = lines.Select(line => line.Value.Compute.Method).ToList();
        var differentiable = methods.All(method => method.GetCustomAttribute<NotDifferentiableAttribute>() is null);
        var notes = methods.Select(method => method.GetCustomAttribute<NoteAttribute>()?.Text).OfType<string>().Distinct();
        var versions = string.Join(", ", lines.Select(line => line.Key.SinceVersion));
        return $"| {title} | {versions} | {(differentiable ? "yes" : "no")} | {string.Join("; ", notes)} |\n";
    }
}

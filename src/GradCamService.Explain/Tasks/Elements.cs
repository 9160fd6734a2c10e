using System.Globalization;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;

namespace GradCamService.Explain.Tasks;

/// <summary>Fields that name elements of a tensor, of any network.</summary>
internal static class Elements
{
    public static TextField Output { get; } = new(
        "output",
        "Explain elements of this tensor of the network rather than its scores: an output, or any tensor inside; index names them.");

    public static TextField Index { get; } = new(
        "index",
        "Which element of output is explained, axis by axis after the batch: 3, or 0,5,7; repeatable. Where it names fewer axes than there "
            + "are, the sum over the others. A model for regression takes it without output, too.")
    { IsRepeatable = true };

    public static IReadOnlyList<Field> Fields { get; } = [Output, Index];

    /// <param name="fields">What was sent.</param>
    /// <param name="model">Of whose network the tensor is.</param>
    /// <param name="others">Fields that say what else is explained: they exclude these.</param>
    /// <returns>Null where nothing of the kind was sent.</returns>
    public static TargetChoice? Read(FieldReader fields, LoadedModel model, params IReadOnlyList<Field> others)
    {
        if (!fields.Has(Output) && !fields.Has(Index))
            return null;
        foreach (var other in others.Union([NamedConcepts.Concept, NamedConcepts.Top, NamedConcepts.Against]).Where(fields.Has))
            fields.Errors.Add(other.Name, $"{other.Name} excludes {Output.Name} and {Index.Name}, which name elements of a tensor.");
        var name = fields.Text(Output);
        var own = name is null ? (model.Scores as ValueReading)?.Shape : null;
        if (name is null && own is null)
        {
            fields.Errors.Add(Output.Name, $"output is missing: index names elements of a tensor; this network's outputs are {OutputsOf(model)}.");
            return TargetChoice.None;
        }
        if ((own ?? ShapeOf(fields, model, name!)) is not { } shape)
            return TargetChoice.None;
        var spans = Spans(fields, name ?? model.Manifest.Output!, shape);
        return spans is null ? TargetChoice.None : new ElementTargets(name, [.. spans.Select(span => Target(model, name, span))]);
    }

    private static Target Target(LoadedModel model, string? name, Span span)
    {
        // A model's own numbers may have names.
        var own = name is null && span.Score.Count == 1 && span.Score.Start < model.Concepts.Classes.Count
            ? model.Concepts.ClassAt((int)span.Score.Start) : null;
        return new Target(span.Score, own is not null ? ConceptName.Of(own)
            : new ConceptName(null, null, $"{name ?? model.Manifest.Output}[{span.Text}]"));
    }

    private static IReadOnlyList<long>? ShapeOf(FieldReader fields, LoadedModel model, string name)
    {
        if (model.Tensors.TryGetValue(name, out var shape))
            return shape;
        fields.Errors.Add(Output.Name, model.OtherTensors.ContainsKey(name)
            ? $"'{Names.Shorten(name)}' is a tensor of this network that has no real numbers for each image in a row of its own; its outputs are "
                + $"{OutputsOf(model)}."
            : $"This network has no tensor '{Names.Shorten(name)}'; its outputs are {OutputsOf(model)}."
                + (fields.Errors.Suggest(name, model.Tensors.Keys) is { } near ? $" Did you mean '{near}'?" : ""));
        return null;
    }

    private static List<Span>? Spans(FieldReader fields, string name, IReadOnlyList<long> shape)
    {
        var (texts, elements) = (fields.All(Index), shape.Aggregate(1L, (product, size) => product * size));
        if (texts.Count == 0 && elements == 1)
            return [new Span("0", new SpanScore(0, 1))];
        if (texts.Count == 0)
        {
            fields.Errors.Add(Index.Name,
                $"index is missing: '{Names.Shorten(name)}' has {ShapeText.Of(shape)} numbers for an image; name one, such as index={Example(shape)}.");
            return null;
        }
        if (!TargetLimit.Check(fields, Index, texts.Count, elements))
            return null;
        var spans = texts.Select(text => Parse(text, shape)).ToList();
        foreach (var text in texts.Where((_, i) => spans[i] is null))
            fields.Errors.Add(Index.Name, $"'{Names.Shorten(text)}' is not an index of '{Names.Shorten(name)}', whose numbers for an image are "
                + $"{ShapeText.Of(shape)}: whole numbers from 0, one an axis or fewer, such as {Example(shape)}.");
        return spans.Contains(null) ? null : [.. spans.OfType<Span>()];
    }

    private static Span? Parse(string text, IReadOnlyList<long> shape)
    {
        var parts = text.Split(',');
        if (parts.Length > Math.Max(shape.Count, 1))
            return null;
        var (start, count) = (0L, shape.Aggregate(1L, (product, size) => product * size));
        var sizes = shape.Count == 0 ? [1] : shape;
        var index = new List<string>();
        for (var axis = 0; axis < parts.Length; axis++)
        {
            if (!long.TryParse(parts[axis].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at >= sizes[axis])
                return null;
            count /= sizes[axis];
            start += at * count;
            index.Add(at.ToString(CultureInfo.InvariantCulture));
        }
        return new Span(string.Join(',', index), new SpanScore(start, count));
    }

    private static string Example(IReadOnlyList<long> shape) =>
        shape.Count == 0 ? "0" : string.Join(',', shape.Select(size => (size / 2).ToString(CultureInfo.InvariantCulture)));

    private static string OutputsOf(LoadedModel model) => string.Join(", ", model.Network.Graph.Graph.Outputs
        .Where(model.Tensors.ContainsKey).Select(output => $"'{output}' {ShapeText.Of(model.Tensors[output])}"));

    private sealed record Span(string Text, SpanScore Score);
}

/// <summary>Elements of a tensor.</summary>
/// <param name="Of">The tensor; null: the network's own scores.</param>
/// <param name="Targets">What is explained.</param>
internal sealed record ElementTargets(string? Of, IReadOnlyList<Target> Targets) : TargetChoice
{
    public override string? Tensor => Of;

    public override int ExpectedCount => Targets.Count;

    public override bool AreBoundToPlaces => true;

    public override IReadOnlyList<Target> Choose(NetworkOutput output) => Targets;
}

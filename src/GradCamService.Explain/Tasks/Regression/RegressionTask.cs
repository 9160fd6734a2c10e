using GradCamService.Explain.Concepts;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Tasks.Regression;

/// <summary>Photo → plain numbers: an age, key points, a map of depths.</summary>
internal static class RegressionTask
{
    public static ModelTask Row { get; } = new(new TaskRules("regression") { Fields = ["concepts"] })
    {
        ExplanationFields = [NamedConcepts.Concept, NamedConcepts.Against, .. Elements.Fields],
        PredictionFields = [],
        NamingField = Elements.Index,
        ReadExplanation = (fields, model) => new Subject(Read(fields, model), Listed: ValueReading.MostListed),
        ReadPrediction = (_, _) => new Subject(TargetChoice.None, Listed: ValueReading.MostListed),
        WarmUp = _ => new Subject(new ElementTargets(null, [new Target(new SpanScore(0, 1), new ConceptName(null, null, ""))])),
        List = List,
        HasClasses = false,
        FindOutputs = Find,
        Scores = ScoreMeaning.Linear,
    };

    private static TargetChoice Read(FieldReader fields, LoadedModel model)
    {
        if (Elements.Read(fields, model) is { } elements)
            return elements;
        var asked = NamedConcepts.ReadNames(fields, model, NamedConcepts.Concept);
        var shape = ((ValueReading)model.Scores).Shape;
        if (asked.Named.Count == 0 && shape.Any(size => size > 1) && !fields.Errors.Any)
            fields.Errors.Add(Elements.Index.Name, $"index is missing: '{model.Name}' gives {ShapeText.Of(shape)} numbers; name one by its index, or in "
                + "concept by its label.");
        var named = asked.Named.Count > 0 ? asked.Named : [model.Concepts.ClassAt(0)];
        return new NamedTargets([.. named.Select(concept => Target.Of(concept, asked.Against, areIndependent: true))]);
    }

    /// <summary>All numbers in their order.</summary>
    private static Listing List(LoadedModel model, Subject subject, NetworkOutput output) => new(
        [.. output.Logits.Take(Math.Min(subject.Listed, model.Concepts.Classes.Count)).Select((value, i) =>
            new Prediction(ConceptName.Of(model.Concepts.ClassAt(i)), Finite.OrNull(value), null))],
        new Dictionary<string, object>());

    /// <summary>The output that the manifest names, else the graph's first with real numbers for each image.</summary>
    private static FoundOutputs Find(OutputSearch search)
    {
        var (manifest, network) = (search.Manifest, search.Network);
        var shapes = search.Probe.RowShapes(network.Wiring.HasBatchAxis);
        var output = manifest.Output ?? network.Graph.Graph.Outputs.FirstOrDefault(shapes.ContainsKey)
            ?? throw new OnnxException("no output has real numbers for each image in a row of its own");
        if (!shapes.TryGetValue(output, out var shape))
            throw manifest.Problem($"output: '{output}' has no real numbers for each image in a row of its own");
        var count = shape.Aggregate(1L, (product, size) => product * size);
        if (manifest.Scores is { } meaning and not ScoreMeaning.Linear)
            throw manifest.Problem($"scores: the numbers of a model for regression are linear, and not {Naming.Names.Of(meaning)}");
        var inferred = new Dictionary<string, string>(manifest.Inferred);
        if (manifest.Output is null)
            inferred["output"] = $"'{output}': the graph's first output";
        return new FoundOutputs(manifest with { Output = output, Scores = ScoreMeaning.Linear, Inferred = inferred }, output, new ValueReading(shape),
            search.Labels is null ? (int)Math.Min(count, ValueReading.MostListed) : (int)Math.Min(count, int.MaxValue));
    }
}

using GradCamService.Explain.Layers;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Outputs;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Tasks.Detection;

/// <summary>Finds which axes of a detector's tensors are boxes and which are their numbers.</summary>
internal static class BoxOutputs
{
    /// <exception cref="ManifestException">The manifest's tensors have not the shapes of boxes and their scores.</exception>
    public static FoundOutputs Find(OutputSearch search)
    {
        var (manifest, network) = (search.Manifest, search.Network);
        var (wiring, shapes) = (manifest.Boxes!, search.Probe.RowShapes(network.Wiring.HasBatchAxis));
        var ends = network.Graph.Graph.Outputs.Where(shapes.ContainsKey).ToList();
        var (meaning, output) = (manifest.Scores!.Value, manifest.Output ?? (ends is [var only] ? only
            : throw manifest.Problem("output: is missing; it names the tensor of the classes' scores, before suppression; the graph's outputs are "
                + string.Join(", ", ends.Select(end => $"'{Names.Shorten(end)}' {ShapeText.Of(shapes[end])}")))));
        var skipped = (wiring.Output is null ? BoxReading.Sides : 0) + (wiring.HasObjectness ? 1 : 0);
        var numbers = search.Labels is { } labels ? labels + skipped + (wiring.NoObject == NoObject.None ? 0 : 1) : (int?)null;
        var scores = Tensor(manifest, "output", output, shapes, numbers, skipped + 1);
        var places = wiring.Output is { } boxes ? Tensor(manifest, "boxes.output", boxes, shapes, BoxReading.Sides, BoxReading.Sides) : scores;
        if (places.Boxes != scores.Boxes)
            throw manifest.Problem($"boxes.output: '{places.Name}' has {places.Boxes} boxes, and '{scores.Name}' scores of {scores.Boxes}");
        var spec = manifest.Input.Spec;
        var reading = new BoxReading(meaning, scores, places, wiring, spec.Width, spec.Height) { AreIndependent = meaning != ScoreMeaning.Softmax };
        if (reading.Classes < 1)
            throw manifest.Problem($"output: of the {scores.Numbers} numbers a box of '{output}' none is left for a class");
        var inferred = manifest.Output is not null ? manifest.Inferred
            : new Dictionary<string, string>(manifest.Inferred) { ["output"] = $"'{output}': the graph's only output" };
        return new FoundOutputs(manifest with { Output = output, Inferred = inferred }, output, reading, reading.Classes);
    }

    /// <summary>Boxes are rows or columns: the axis of the expected size has the numbers of one; where none is expected, the shorter has.</summary>
    private static BoxTensor Tensor(
        ModelManifest manifest, string field, string name, IReadOnlyDictionary<string, IReadOnlyList<long>> shapes, int? numbers, int least)
    {
        var sizes = shapes.TryGetValue(name, out var shape) ? shape.Where((size, axis) => size != 1 || shape.Count <= 2).ToList()
            : throw manifest.Problem($"{field}: '{name}' has no real numbers for each image in a row of its own");
        if (sizes is not [<= int.MaxValue and var first, <= int.MaxValue and var second])
            throw manifest.Problem($"{field}: '{name}' has the shape {ShapeText.Of(shape)} for an image, and not that of boxes and their numbers, "
                + "before suppression");
        var isColumns = numbers is { } expected ? second != expected && first == expected : first < second && first >= least;
        if (numbers is not null && !isColumns && second != numbers)
            throw manifest.Problem($"{field}: '{name}' has {ShapeText.Of(shape)} numbers for an image; of neither axis there are {numbers}"
                + (field == "output" ? ", as many as the labels need" : ", as a box has"));
        return isColumns ? new BoxTensor(name, (int)second, (int)first, true) : new BoxTensor(name, (int)first, (int)second, false);
    }
}

using GradCamService.Explain.Descriptions;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Networks;

/// <summary>Finds what a manifest leaves open of its image input, as for a file without one.</summary>
internal static class InputCompletion
{
    private const string Manifest = "model.json";

    /// <exception cref="ManifestException">A configuration beside the network is broken.</exception>
    /// <exception cref="OnnxException">The graph does not tell, or takes no photos.</exception>
    public static ModelManifest Complete(ModelManifest manifest, ModelGraphs graphs)
    {
        if (manifest.OpenInput is not { } open)
            return manifest;
        var graph = graphs.Get(manifest.EncoderPath ?? manifest.GraphPath).Graph;
        if (NetworkWiring.ImageOf(manifest, graph) is not { } input)
            // The wiring, which comes next, says which inputs there are.
            return manifest;
        var image = ImageInput.Of(graph, input);
        var frames = manifest.Input.Frames;
        var inferred = new Dictionary<string, string>();
        var said = Given(open).Or(new Surroundings(manifest.Folder, manifest.Encoder?.Graph ?? manifest.Graph).Describe(graph));
        var found = InputInference.Of(graph, image with { Channels = image.Channels % frames == 0 ? image.Channels / frames : image.Channels }, said, inferred);
        return manifest with
        {
            Input = found with { Tensor = open.Tensor ?? found.Tensor, Layout = open.Layout ?? found.Layout, Frames = frames },
            OpenInput = null,
            Inferred = inferred.Where(entry => entry.Value != Manifest && !(entry.Key == "input.layout" && open.Layout is not null)).ToDictionary(),
        };
    }

    /// <summary>What the manifest says; where it gives the numbers, the rest has its own defaults, as ever.</summary>
    private static InputDescription Given(InputFile open)
    {
        var isScaled = open.Mean is not null;
        return new InputDescription
        {
            Width = Stated(open.Width),
            Height = Stated(open.Height),
            Color = Stated(open.Color ?? (isScaled ? ColorOrder.Rgb : null)),
            Cut = open.Crop is not null || open.Fit is not null || isScaled ? new((open.Crop ?? 1, open.Fit ?? Fit.Crop), Manifest) : null,
            Resize = Stated(open.Resize ?? (isScaled ? Resampling.Bicubic : null)),
            Scale = isScaled ? new(new PixelScale([.. open.Mean!], [.. open.Std!]), Manifest) : null,
        };
    }

    private static Stated<T>? Stated<T>(T? value) where T : struct => value is { } known ? new(known, Manifest) : null;
}

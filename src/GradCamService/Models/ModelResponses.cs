using GradCamService.Explain.Imaging;
using GradCamService.Explain.Library;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Orders;

namespace GradCamService.Models;

/// <summary>Models as the API shows them.</summary>
internal static class ModelResponses
{
    public static ModelSummary Summary(ModelEntry entry, ModelLibrary library)
    {
        var (manifest, versions) = (entry.Manifest, library.VersionsOf(entry.Name));
        return new(entry.Name, TaskOf(manifest), manifest?.Title, entry.Version, entry.Model?.Sha256, entry.IsReady, Names.Of(entry.State), entry.MemoryBytes,
            entry.Reason, manifest?.License, versions.Count == 1 ? null : [.. versions.Select(VersionOf)]);
    }

    public static VersionResponse VersionOf(ModelEntry entry) =>
        new(entry.Version, entry.Model?.Sha256, entry.IsReady, Names.Of(entry.State), entry.MemoryBytes, entry.Reason);

    public static ModelResponse Details(ModelEntry entry)
    {
        var manifest = entry.Manifest;
        return new(entry.Name, TaskOf(manifest), manifest?.Title, entry.Version, entry.Model?.Sha256, entry.IsReady, Names.Of(entry.State),
            entry.MemoryBytes, entry.Reason, manifest?.License, manifest?.Source, manifest is null ? null : InputOf(manifest.Input), InputsOf(entry.Model),
            entry.Model?.Layers.Select(layer => new LayerResponse(
                layer.Name, layer.Shape, layer.IsDefault, layer.Layout.Width, layer.Layout.Height, layer.Field?.Stride, layer.Field?.Size))
                    .ToList(),
            entry.Model is { Scores.Meaning: var meaning } ? Names.Of(meaning) : null,
            entry.Model is null ? null : OutputsOf(entry.Model),
            entry.Model is null ? null : [.. MethodTable.All.Where(entry.Model.Task.Takes).Select(method => method.Name)],
            manifest is null ? null : (manifest.Threshold ?? ThresholdRule.Default).Name,
            entry.Model is null ? null : entry.Model.HasRectifiers ? "relu" : "none", manifest?.Inferred);
    }

    private static List<OutputResponse> OutputsOf(LoadedModel model) =>
    [
        .. model.Network.Graph.Graph.Outputs.Prepend(model.Network.Wiring.Output).Distinct().Where(model.Tensors.ContainsKey)
            .Select(name => new OutputResponse(name, model.Tensors[name], name == model.Network.Wiring.Output)),
    ];

    private static List<string>? FurtherOf(InputSpec spec) =>
        spec.Further.Count == 0 ? null : [.. spec.Further.Select(photo => Names.Of(photo.Color))];

    private static string? TaskOf(ModelManifest? manifest) => manifest?.Task;

    private static ModelInputResponse InputOf(ManifestInput input) => InputOf(input.Spec, input.Frames);

    private static ModelInputResponse InputOf(InputSpec spec, int frames) => new(
        spec.Width, spec.Height, Names.Of(spec.Color), FurtherOf(spec), frames,
        Names.Of(spec.Fit), spec.Crop, Names.Of(spec.Resize), spec.OverPhotos(photo => photo.Mean), spec.OverPhotos(photo => photo.Std));

    private static List<FurtherInputResponse>? InputsOf(LoadedModel? model) =>
        model is null || !InputFields.Sendable(model).Any() ? null : [.. InputFields.Sendable(model).Select(Of)];

    private static FurtherInputResponse Of(FurtherInput input) => input switch
    {
        NumberInput numbers => new(input.Field, "numbers", Names.Of(input.Type), input.Shape, numbers.Absent, numbers.Range.Least, numbers.Range.Most),
        PictureInput picture => new(input.Field, "picture", Names.Of(input.Type), input.Shape, Preparation: InputOf(picture.Spec, 1)),
        _ => throw new InvalidOperationException($"{input.GetType().Name} is no field"),
    };
}

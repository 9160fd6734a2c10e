using GradCamService.Explain.Captions;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Models;
using GradCamService.Problems;
using GradCamService.Texts;

namespace GradCamService.Explanations;

/// <summary>A request's fields → an order, or all that is wrong with them.</summary>
internal static class ExplanationReader
{
    private static readonly string[] WithoutPictures = ["none"];

    /// <param name="request">As bound; errors of binding are already among <paramref name="errors"/>.</param>
    /// <exception cref="InvalidFieldsException">All that is wrong.</exception>
    public static ExplanationOrder Read(ExplanationRequest request, LoadedModel model, FieldErrors errors)
    {
        var aim = AimReader.Read(request, model, errors);
        var text = SentenceReader.Question(request.Question, model, errors) ?? SentenceReader.Caption(request.Caption, model, errors);
        if (request.Caption is not null && request.Beams is not null && model.Captions is not null)
            errors.Add("beams", "beams and caption exclude each other: beams search the model's own caption.");
        var methods = Methods(request, errors);
        var layer = Layer(request.Layer, model, errors);
        var fit = FieldNames.Fits.Read("fit", "fit", request.Fit, model.Manifest.Input.Spec.Fit, errors);
        var colors = FieldNames.ColorMaps.Read("colormap", "colour map", request.Colormap, ColorMapName.Jet, errors);
        var pictures = Pictures(request, errors);
        errors.ThrowIfAny();

        return new ExplanationOrder(model, aim, text, request.Beams ?? CaptionRules.DefaultBeams, methods, request.Counterfactual ?? false,
            layer, fit, request.Threshold ?? 0.15, colors, pictures);
    }

    private static List<Method> Methods(ExplanationRequest request, FieldErrors errors) =>
        (request.Method is { Count: > 0 } sent ? sent : [FieldNames.Of(Method.GuidedGradCam)])
            .Select(name => FieldNames.Methods.Read("method", "method", name ?? "", Method.GuidedGradCam, errors)).Distinct().ToList();

    private static PictureChoice Pictures(ExplanationRequest request, FieldErrors errors)
    {
        if (request.Images is not { Count: > 0 } sent)
            return new PictureChoice(null);
        var kinds = sent.Select(name => FieldNames.Pictures.Read("images", "picture", name ?? "", null, errors)).ToList();
        if (kinds.Count > 1 && sent.Any(name => WithoutPictures.Contains(name, StringComparer.OrdinalIgnoreCase)))
            errors.Add("images", "'none' excludes the other pictures.");
        return new PictureChoice(kinds.OfType<PictureKind>().ToHashSet());
    }

    private static string Layer(string? name, LoadedModel model, FieldErrors errors)
    {
        if (name is null)
            return model.DefaultLayer.Name;
        if (model.Layers.FirstOrDefault(layer => layer.Name == name) is { } layer)
            return layer.Name;
        if (model.OtherTensors.TryGetValue(name, out var other))
            errors.Add("layer", $"'{FieldErrors.Shorten(name)}', [{string.Join(", ", other.Shape)}], is a tensor of this network, "
                + (other.HasPositions ? "but its manifest does not offer it" : "without positions on the image, as behind global pooling")
                + $"; layers that work are {string.Join(", ", model.Layers.Select(offered => $"'{offered.Name}'"))}.");
        else
            errors.AddUnknown("layer", "target layer of this model", name, model.Layers.Select(offered => offered.Name).ToList());
        return model.DefaultLayer.Name;
    }
}

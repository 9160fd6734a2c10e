using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Explanations;

/// <summary>What to explain, and how.</summary>
public sealed class ExplanationRequest
{
    /// <summary>The photo: JPEG, PNG, WebP, GIF (first frame) or BMP.</summary>
    [FromForm(Name = "image")]
    public IFormFileCollection? Image { get; init; }

    /// <summary>
    /// What to look for; repeatable. A label (tiger cat), a synonym, a WordNet id (n02123159), an index (282) or a group (dog). Case and
    /// surrounding space do not matter. Without it, the model's own prediction.
    /// </summary>
    [FromForm(Name = "concept")]
    public IReadOnlyList<string?>? Concept { get; init; }

    /// <summary>Explain the k best predictions instead of naming concepts. 1 to 100.</summary>
    [FromForm(Name = "top"), Range(1, 100, ErrorMessage = "top must be a whole number from 1 to 100.")]
    public int? Top { get; init; }

    /// <summary>grad-cam, guided-backprop or guided-grad-cam; repeatable. Without it, guided-grad-cam.</summary>
    [FromForm(Name = "method")]
    public IReadOnlyList<string?>? Method { get; init; }

    /// <summary>A second concept: explain score(concept) − score(against).</summary>
    [FromForm(Name = "against")]
    public string? Against { get; init; }

    /// <summary>Explain what speaks against the concept: the score's sign is turned.</summary>
    [FromForm(Name = "counterfactual"), DefaultValue(false)]
    public bool? Counterfactual { get; init; }

    /// <summary>The target layer, one of the model's layers. Without it, the model's default.</summary>
    [FromForm(Name = "layer")]
    public string? Layer { get; init; }

    /// <summary>How the photo is fitted to the network's input: crop (centre crop), stretch or pad. Without it, as the model's manifest says.</summary>
    [FromForm(Name = "fit")]
    public string? Fit { get; init; }

    /// <summary>Share of the map's maximum above which a pixel belongs to the object. 0 to 1.</summary>
    [FromForm(Name = "threshold"), DefaultValue(0.15), Range(0.0, 1.0, ErrorMessage = "threshold must be a number from 0 to 1.")]
    public double? Threshold { get; init; }

    /// <summary>Colours of heatmap and overlay: jet, viridis, turbo, inferno or gray.</summary>
    [FromForm(Name = "colormap"), DefaultValue("jet")]
    public string? Colormap { get; init; }

    /// <summary>
    /// The pictures in the JSON; repeatable: overlay, heatmap, guidedGradCam, guidedBackprop, none. Without it, the overlay and the
    /// method's own.
    /// </summary>
    [FromForm(Name = "images")]
    public IReadOnlyList<string?>? Images { get; init; }
}

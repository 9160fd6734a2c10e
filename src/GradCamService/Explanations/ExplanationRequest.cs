using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GradCamService.Explain.Captions;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Explanations;

/// <summary>What to explain, and how.</summary>
public sealed class ExplanationRequest
{
    /// <summary>
    /// The photo: JPEG, PNG, WebP, GIF (first frame) or BMP. For a policy repeated, one part a frame, oldest first; of fewer frames than
    /// the model sees, the oldest is repeated.
    /// </summary>
    [FromForm(Name = "image")]
    public IFormFileCollection? Image { get; init; }

    /// <summary>
    /// What to look for; repeatable. A label (tiger cat), a synonym, a WordNet id (n02123159), an index (282) or a group (dog); of a
    /// policy, an action (left). Case and surrounding space do not matter. Without it, the model's own prediction.
    /// </summary>
    [FromForm(Name = "concept")]
    public IReadOnlyList<string?>? Concept { get; init; }

    /// <summary>Explain the k best predictions instead of naming concepts or answers. 1 to 100.</summary>
    [FromForm(Name = "top"), Range(1, 100, ErrorMessage = "top must be a whole number from 1 to 100.")]
    public int? Top { get; init; }

    /// <summary>What is asked about the image, for example: is there a dog in the picture. Required by these models.</summary>
    [FromForm(Name = "question"), DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Question { get; init; }

    /// <summary>The answer to look for, for example: yes; repeatable. Without it, the model's own.</summary>
    [FromForm(Name = "answer")]
    public IReadOnlyList<string?>? Answer { get; init; }

    /// <summary>The sentence to explain, for example: a cat on a bed. Without it, the model's own.</summary>
    [FromForm(Name = "caption"), DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Caption { get; init; }

    /// <summary>How widely the model's own caption is searched: 1 (greedy) to 10 sentences side by side.</summary>
    [FromForm(Name = "beams"), DefaultValue(CaptionRules.DefaultBeams)]
    [Range(1, CaptionRules.MostBeams, ErrorMessage = "beams must be a whole number from 1 to 10.")]
    public int? Beams { get; init; }

    /// <summary>grad-cam, guided-backprop or guided-grad-cam; repeatable. Without it, guided-grad-cam.</summary>
    [FromForm(Name = "method")]
    public IReadOnlyList<string?>? Method { get; init; }

    /// <summary>A second concept, answer or action: explain score(concept) − score(against).</summary>
    [FromForm(Name = "against"), DisplayFormat(ConvertEmptyStringToNull = false)]
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

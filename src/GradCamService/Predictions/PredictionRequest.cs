using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GradCamService.Explain.Captions;
using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Predictions;

/// <summary>What to predict.</summary>
public sealed class PredictionRequest
{
    /// <summary>The photo: JPEG, PNG, WebP, GIF (first frame) or BMP. For a policy repeated, one part a frame, oldest first.</summary>
    [FromForm(Name = "image")]
    public IFormFileCollection? Image { get; init; }

    /// <summary>How many predictions to list, best first. 1 to 1000.</summary>
    [FromForm(Name = "top"), DefaultValue(5), Range(1, 1000, ErrorMessage = "top must be a whole number from 1 to 1000.")]
    public int? Top { get; init; }

    /// <summary>What is asked about the image, for example: is there a dog in the picture. Required by these models.</summary>
    [FromForm(Name = "question"), DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Question { get; init; }

    /// <summary>How widely captions are searched: 1 (greedy) to 10 sentences side by side.</summary>
    [FromForm(Name = "beams"), DefaultValue(CaptionRules.DefaultBeams)]
    [Range(1, CaptionRules.MostBeams, ErrorMessage = "beams must be a whole number from 1 to 10.")]
    public int? Beams { get; init; }

    /// <summary>How the photo is fitted to the network's input: crop (centre crop), stretch or pad. Without it, as the model's manifest says.</summary>
    [FromForm(Name = "fit")]
    public string? Fit { get; init; }
}

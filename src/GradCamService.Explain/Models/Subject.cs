using GradCamService.Explain.Captions;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Texts;

namespace GradCamService.Explain.Models;

/// <summary>What an order asks of an image, as its task's fields say it.</summary>
/// <param name="Targets">What is explained; none for a prediction.</param>
/// <param name="Text">
/// The question, or the caller's caption; null for a network that reads no text, and for the network's own caption.
/// </param>
/// <param name="Beams">How widely the network's own caption is searched, 1 (greedy) to <see cref="CaptionRules.MostBeams"/>.</param>
/// <param name="Listed">How many predictions the answer lists.</param>
public sealed record Subject(
    TargetChoice Targets, Encoded? Text = null, int Beams = CaptionRules.DefaultBeams, int Listed = Subject.PredictionsShown)
{
    /// <summary>The outputs that the image's are compared with, where the caller gives them; null: nothing is compared, or a second photo.</summary>
    public float[]? Reference { get; init; }

    /// <summary>Predictions that an answer lists where nobody says.</summary>
    public const int PredictionsShown = 5;
}

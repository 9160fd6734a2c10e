using System.Globalization;
using GradCamService.Explain.Concepts;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging.Lettering;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Pictures;

/// <summary>What is written of an explanation under its picture.</summary>
internal static class PictureTexts
{
    /// <summary>What was looked for.</summary>
    public static string NameOf(Target target) =>
        (target.IsCounterfactual ? "against " : "") + NameOf(target.Concept) + (target.Against is { } other ? $" − {NameOf(other)}" : "");

    /// <summary>Its score, how likely that is, and the method.</summary>
    public static string NumbersOf(Explanation explanation)
    {
        var score = explanation.Score.ToString("G4", CultureInfo.InvariantCulture);
        var probability = explanation.Probability is { } share ? $" ({Percent(share)})" : "";
        return $" · {score}{probability} · {explanation.Method.Name}";
    }

    /// <summary>A share of 1 in percent, with more places where it is small.</summary>
    public static string Percent(double share) =>
        (100 * share).ToString(share >= 0.1 ? "0" : share >= 0.001 ? "0.#" : "G1", CultureInfo.InvariantCulture) + " %";

    /// <summary>A concept's label; where the font cannot write that, its id or number.</summary>
    private static string NameOf(ConceptName concept) => Letters.Has(concept.Label) ? concept.Label
        : concept.Id ?? (concept.Index is { } index ? string.Create(CultureInfo.InvariantCulture, $"class {index}") : concept.Label);
}

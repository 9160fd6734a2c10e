namespace GradCamService.Explain.Localization;

/// <summary>Where the line between an object and the rest of a map lies: a share of the map's maximum, or one that the map itself tells.</summary>
public sealed class ThresholdRule
{
    /// <summary>Selvaraju et al. 2017, section 4.1: 15 % of the maximum.</summary>
    public static ThresholdRule Default { get; } = Share(0.15);

    internal ThresholdRule(string name, Func<Func<float[]>, double> shareOf) => (Name, ShareOf) = (name, shareOf);

    /// <summary>As requests and manifests write it, such as <c>0.15</c>, <c>otsu</c>, <c>p97.5</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// Of the pixels of a map that show the photo, at least one, the share of their maximum above which a pixel belongs: 0 to 1. Where none is
    /// positive, a rule that asks the map gives 0. One that does not ask leaves the pixels uncollected.
    /// </summary>
    internal Func<Func<float[]>, double> ShareOf { get; }

    /// <summary>A share of the maximum.</summary>
    /// <param name="share">0 to 1.</param>
    public static ThresholdRule Share(double share) => ThresholdForms.Share(share);

    /// <summary>A number is a share.</summary>
    public static implicit operator ThresholdRule(double share) => Share(share);

    /// <summary>The rule that a text names, whatever its case; null where it is none.</summary>
    public static ThresholdRule? Parse(string text) =>
        ThresholdForms.All.Select(form => form.Read(text.Trim())).FirstOrDefault(rule => rule is not null);

    /// <summary>What a text must be.</summary>
    public const string Expected = "a share of the maximum from 0 to 1, otsu, or a percentile from p0 to p100 such as p97.5";

    /// <summary>The same as a pattern.</summary>
    public const string Pattern =
        @"^(0|1|0?\.[0-9]+|1\.0+|[0-9](\.[0-9]+)?[eE]-[0-9]+|[Oo][Tt][Ss][Uu]|[Pp]([0-9]|[1-9][0-9])(\.[0-9]+)?|[Pp]100(\.0+)?)$";

    public override string ToString() => Name;
}

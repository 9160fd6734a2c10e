namespace GradCamService.Explain.Naming;

/// <summary>Words as they are shown.</summary>
public static class Names
{
    private const int LongestShown = 100;

    /// <summary>Echoed text stays short, whatever was sent.</summary>
    public static string Shorten(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "…";

    /// <summary>A choice as manifests and the API write it: <c>Fit.Crop</c> is <c>crop</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

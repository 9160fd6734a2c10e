namespace GradCamService.Explain.Manifests;

/// <summary>Names for URLs.</summary>
internal static class ModelNames
{
    public const int Longest = 100;

    /// <summary>
    /// A name made of a file's or folder's: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, everything else becomes <c>-</c>.
    /// </summary>
    public static string Of(string? file)
    {
        var letters = (file ?? "").Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-');
        var name = new string([.. letters]).TrimStart('.', '_', '-').TrimEnd('-');
        return name.Length == 0 ? "model" : name[..Math.Min(name.Length, Longest)];
    }
}

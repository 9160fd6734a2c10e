namespace GradCamService.Explain.Manifests;

/// <summary>Names for URLs.</summary>
internal static class ModelNames
{
    public const string Pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$";
    public const string Expected = "at most 100 letters, digits, '.', '_', '-', beginning with a letter or digit";

    private const int Longest = 100;

    /// <summary>A name made of a file's or folder's: what may not stand in a name becomes <c>-</c>.</summary>
    public static string Of(string? file)
    {
        var letters = (file ?? "").Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-');
        var name = new string([.. letters]).TrimStart('.', '_', '-').TrimEnd('-');
        return name.Length == 0 ? "model" : name[..Math.Min(name.Length, Longest)];
    }
}

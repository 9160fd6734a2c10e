using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Library;

/// <summary>Why a model is broken, in words for callers: without the server's paths and the stacks of native code.</summary>
internal static class FailureReason
{
    // What libtorch appends to its messages.
    private static readonly string[] NativeStack = ["Exception raised from", "frame #"];

    /// <param name="failure">What was thrown.</param>
    /// <param name="place">The model's folder or file. Its files are named relative to it, those of others to its parent.</param>
    public static string Of(Exception failure, string place)
    {
        place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(place));
        var text = failure switch
        {
            ManifestException => failure.Message,
            IOException or UnauthorizedAccessException => $"{place}: {ManifestException.Unread(failure)}",
            _ => failure.Message.Split('\n')[0],
        };
        foreach (var end in NativeStack.Select(mark => text.IndexOf(mark, StringComparison.Ordinal)).Where(end => end >= 0))
            text = text[..Math.Min(end, text.Length)];
        foreach (var directory in Directories(place))
            text = text.Replace(directory + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
                .Replace(directory, Path.GetFileName(directory), StringComparison.Ordinal);
        return text.Trim();
    }

    /// <summary>Folder and directory of models, as they are called and as links lead to them; the innermost first.</summary>
    private static IEnumerable<string> Directories(string place)
    {
        var folder = File.Exists(place) ? Path.GetDirectoryName(place)! : place;
        return new[] { folder, ModelPaths.ResolveLinks(folder) }.OfType<string>()
            .SelectMany(directory => new[] { directory, Path.GetDirectoryName(directory) }).OfType<string>()
            .Where(directory => directory != Path.GetPathRoot(directory))
            .Distinct().OrderByDescending(directory => directory.Length);
    }
}

namespace GradCamService.Tests;

/// <summary>Files of the repository that are no part of a build.</summary>
internal static class Repository
{
    /// <summary>Absolute path of a file that is given relative to the root, where the solution lies.</summary>
    public static string At(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.GetFiles("*.sln").Length == 0)
            folder = folder.Parent ?? throw new DirectoryNotFoundException("There is no solution above the tests' folder.");
        return Path.Combine(folder.FullName, path);
    }
}

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>Files of the repository that tests compare with.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution file, found upwards from the test's binaries.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "GradCamService.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("GradCamService.sln is in no folder above the tests");
    }
}

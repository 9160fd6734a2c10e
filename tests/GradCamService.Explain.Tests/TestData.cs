namespace GradCamService.Explain.Tests;

/// <summary>Files that the tests read.</summary>
internal static class TestData
{
    public static byte[] Read(string path) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", path));
}

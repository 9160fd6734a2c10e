namespace GradCamService.Explain.Tests.Networks;

/// <summary>Small networks that users reported, each with the files that lay beside it.</summary>
internal static class ReportFolder
{
    /// <summary>A copy of a reported folder in a directory of models.</summary>
    public static string Copy(ModelsFolder models, string kind, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(models.Path, name)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "Reports", kind, name)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }
}

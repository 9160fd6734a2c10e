namespace GradCamService.Evaluate.Datasets;

/// <summary>Photos in folders, each named by what its photos show. There are no boxes.</summary>
internal static class FolderLayout
{
    // Folders of other layouts, whose names are no labels.
    private static readonly string[] Others = [VocLayout.Photos, "Annotations", DatasetFiles.Annotations];

    public static Layout Row { get; } = new("folders", "LABEL/*.jpg (also png, webp, gif, bmp), a folder a class", Recognize, Read);

    private static Recognition Recognize(DatasetFiles files)
    {
        if (files.IsNamed || files.Photos.Count == 0 || Array.Exists(Others, files.HasFolder))
            return Recognition.Nothing;
        var depths = files.Photos.Select(photo => photo.Count(letter => letter == '/')).ToList();
        return depths.Contains(1) ? Recognition.Whole
            : depths.Max() == 0 ? Recognition.But("its photos lie in no folder that names their class")
            : Recognition.But($"its photos lie deeper, such as {files.Photos[depths.FindIndex(depth => depth > 1)]}: "
                + "name the folder right above the labels");
    }

    private static void Read(DatasetFiles files, DatasetBuilder builder)
    {
        foreach (var photo in files.Photos)
            if (photo.Split('/') is [var label, _])
                builder.Add(photo, photo, [new DatasetObject(builder.KeyOf(label), null)]);
    }
}

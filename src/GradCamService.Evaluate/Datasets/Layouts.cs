namespace GradCamService.Evaluate.Datasets;

/// <summary>The layouts there are.</summary>
internal static class Layouts
{
    /// <summary>The first that fits is taken, so the most particular comes first.</summary>
    public static IReadOnlyList<Layout> All { get; } = [IlsvrcLayout.Row, VocLayout.Row, CocoLayout.Row, TableLayout.Row, FolderLayout.Row];

    /// <exception cref="DatasetException">None; the message lists all, and what the nearest lacks.</exception>
    public static Layout Of(DatasetFiles files)
    {
        var looked = All.Select(layout => (Layout: layout, Found: layout.Recognize(files))).ToList();
        if (looked.Find(look => look.Found.IsWhole).Layout is { } layout)
            return layout;
        var nearest = looked.Find(look => look.Found.Lacks is not null);
        throw new DatasetException(files.Place, ["is no dataset: "
            + (nearest.Layout is null ? "nothing of any layout is there" : $"it is nearest to {nearest.Layout.Name}, but {nearest.Found.Lacks}")
            + $". The layouts are {string.Join("; ", All.Select(row => $"{row.Name}: {row.Form}"))}."]);
    }
}

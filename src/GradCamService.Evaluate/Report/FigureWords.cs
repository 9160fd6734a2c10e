using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>What the report says of a figure.</summary>
/// <param name="Title">Its name in words.</param>
/// <param name="Meaning">A sentence; null where none is known.</param>
/// <param name="MoreIsBetter">Null likewise.</param>
internal sealed record FigureWords(string Title, string? Meaning, bool? MoreIsBetter)
{
    // The one figure that is no mean over photos.
    private static readonly FigureWords PointingPerCategory =
        new("Pointing per category", "The same of every category's map, as the mean of the categories' means.", true);

    // Names that are words only with more around them.
    private static readonly Dictionary<string, string> Titles = new()
    {
        ["top1"] = "Top-1 accuracy",
        ["top5"] = "Top-5 accuracy",
        ["localizationErrorGtKnown"] = "Localization error, label known",
    };

    public static FigureWords Of(string name) => name == "pointingPerCategory" ? PointingPerCategory
        : FigureTable.All.SingleOrDefault(figure => figure.Name == name) is { } figure
            ? new(TitleOf(name), figure.Meaning, figure.MoreIsBetter)
            : new(TitleOf(name), null, null);

    private static string TitleOf(string name) => Titles.GetValueOrDefault(name) ?? Wording.Title(name);

    public string Direction => MoreIsBetter switch
    {
        true => "Higher is better.",
        false => "Lower is better.",
        null => "",
    };
}

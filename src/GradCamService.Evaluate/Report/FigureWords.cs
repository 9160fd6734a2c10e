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

    public static FigureWords Of(string name) => name == "pointingPerCategory" ? PointingPerCategory
        : FigureTable.All.SingleOrDefault(figure => figure.Name == name) is { } figure
            ? new(Wording.Title(name), figure.Meaning, figure.MoreIsBetter)
            : new(Wording.Title(name), null, null);

    public string Direction => MoreIsBetter switch
    {
        true => "Higher is better.",
        false => "Lower is better.",
        null => "",
    };
}

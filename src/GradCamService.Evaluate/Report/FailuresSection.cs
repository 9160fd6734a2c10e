using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>
/// Every wrong prediction, most confident first (Selvaraju et al. 2017, section 6.1): with pictures a card, without them a row below the cards.
/// </summary>
internal static class FailuresSection
{
    private const string List = "failure-list";

    public static ReportSection Section { get; } = new("failures", "Failures", _ => true, WriteAsync);

    private static async Task WriteAsync(HtmlWriter html, ReportContent content, CancellationToken cancellation)
    {
        var failures = content.Results.Failures;
        if (failures.Count == 0)
        {
            html.Add("p", "There is no wrong prediction.");
            return;
        }
        html.Add("p", $"{Wording.Counted(failures.Count, "wrong prediction")}, most confident first: "
            + "what spoke for the prediction, beside what spoke for the label, and for the label rather than the prediction.");
        Filter.Write(html, List, "Failures", [
            new("model", "Model", failures.Select(failure => failure.Model)), new("category", "Label", failures.Select(failure => failure.Label)),
            new("predicted", "Predicted", null), new("group", "Group", failures.Select(failure => failure.Group).OfType<string>()),
        ]);
        using var list = html.Open("div", ("id", List));
        var bare = new List<Failure>();
        using (html.Open("div", ("class", "cards")))
            foreach (var failure in failures)
                if (await content.Pictures.OfFailure(failure, cancellation) is { Count: > 0 } pictures)
                    Gallery.WriteCard(html, new GalleryItem(failure.Image, Captions(failure), pictures), 3, Data(failure));
                else
                    bare.Add(failure);
        if (bare.Count > 0)
            WriteTable(html, bare);
    }

    private static List<string> Captions(Failure failure) =>
    [
        $"Predicted: {failure.Predicted} ({Wording.Number(failure.Confidence)})",
        $"Label: {Label(failure)} ({Wording.Number(failure.LabelProbability)})",
        failure.Group is null ? failure.Model : $"{failure.Model}, group {failure.Group}",
    ];

    private static string Label(Failure failure) => failure.Label == failure.LabelName ? failure.Label : $"{failure.LabelName}, {failure.Label}";

    private static (string Name, string? Value)[] Data(Failure failure) =>
    [
        ("data-model", failure.Model), ("data-category", failure.Label), ("data-predicted", failure.Predicted), ("data-group", failure.Group ?? ""),
    ];

    private static void WriteTable(HtmlWriter html, List<Failure> failures)
    {
        html.Add("h3", "Without pictures");
        Table.Write(html, "Wrong predictions without pictures", [
            new("Photo", failure => failure.Image),
            new("Model", failure => failure.Model),
            new("Group", failure => failure.Group),
            new("Label", Label),
            new("Its probability", failure => Wording.Number(failure.LabelProbability)) { Value = failure => failure.LabelProbability },
            new("Predicted", failure => failure.Predicted),
            Column.Number<Failure>("Confidence", failure => failure.Confidence),
        ], failures, Data);
    }
}

using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>
/// The report: one page that needs nothing besides itself, can be read without its script, and is sorted and filtered with it. Its security policy
/// lets nothing else run and nothing be fetched, whatever labels say.
/// </summary>
public static class ReportFile
{
    public const string Name = "report.html";

    private static readonly ReportSection[] Sections =
    [
        SummarySection.Section,
        FiguresSection.Section,
        DifferencesSection.Section,
        BestThresholdsSection.Section,
        CurvesSection.Section,
        CategoriesSection.Section,
        GroupsSection.Section,
        SanitySection.Section,
        BiasSection.Section,
        GallerySection.Best,
        GallerySection.Worst,
        FailuresSection.Section,
    ];

    /// <param name="stream">Stays open.</param>
    /// <param name="pictures">Asked for one by one, as they are written.</param>
    /// <exception cref="OperationCanceledException">Cancelled; what is written is no whole page.</exception>
    public static async Task WriteAsync(Stream stream, EvaluationResults results, ReportPictures pictures, CancellationToken cancellation)
    {
        var content = new ReportContent(results, pictures);
        var sections = Sections.Where(section => section.IsNeeded(content)).ToList();
        var title = $"Evaluation of {results.Dataset.Name}";
        using var html = new HtmlWriter(stream);
        using var page = html.Open("html", ("lang", "en"));
        WriteHead(html, title);
        using var body = html.Open("body");
        html.Add("a", "Skip to the report", ("href", "#main"), ("class", "skip"));
        WriteHeader(html, title, results, sections);
        using var main = html.Open("main", ("id", "main"));
        foreach (var section in sections)
        {
            html.Line();
            using var part = html.Open("section", ("id", section.Id), ("aria-labelledby", $"{section.Id}-title"));
            html.Add("h2", section.Title, ("id", $"{section.Id}-title"));
            await section.WriteAsync(html, content, cancellation);
        }
        html.Inline("script", InlineText.Script);
    }

    private static void WriteHead(HtmlWriter html, string title)
    {
        using var head = html.Open("head");
        html.Void("meta", ("charset", "utf-8"));
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content",
            $"default-src 'none'; img-src data:; style-src {InlineText.Style.Source}; script-src {InlineText.Script.Source}; "
                + "base-uri 'none'; form-action 'none'"));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Add("title", title);
        html.Inline("style", InlineText.Style);
    }

    private static void WriteHeader(HtmlWriter html, string title, EvaluationResults results, List<ReportSection> sections)
    {
        using var header = html.Open("header");
        html.Add("h1", title);
        html.Add("p", $"{Wording.Counted(results.Dataset.Images, "photo")} of "
            + $"{Wording.Counted(results.Dataset.Categories, "category", "categories")}; "
            + $"{Wording.Value(results.Models.Select(model => model.Name))}; {Wording.Value(results.Methods)}.");
        using var contents = html.Open("nav", ("aria-label", "Contents"));
        using var list = html.Open("ul");
        foreach (var section in sections)
            using (html.Open("li"))
                html.Add("a", section.Title, ("href", $"#{section.Id}"));
    }
}

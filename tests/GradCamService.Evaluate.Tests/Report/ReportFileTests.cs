using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GradCamService.Evaluate.Metrics;
using GradCamService.Evaluate.Report;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Statistics;
using Xunit;

namespace GradCamService.Evaluate.Tests.Report;

public sealed partial class ReportFileTests
{
    private static readonly EvaluationResults Results = MadeResults.Of(categories: 20, failures: 30);

    private static readonly ReportPicture Red = new("grad-cam", "image/png", [1, 2, 3]);

    [Fact]
    public async Task The_page_needs_nothing_besides_itself()
    {
        var page = Parse(await WriteAsync(Results, Pictures));

        Assert.All(page.Descendants().Attributes("href"), link => Assert.StartsWith("#", link.Value, StringComparison.Ordinal));
        Assert.All(page.Descendants().Attributes("src"), source =>
            Assert.StartsWith("data:image/png;base64,", source.Value, StringComparison.Ordinal));
        Assert.NotEmpty(page.Descendants("img"));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "link" or "iframe" or "object" or "embed" or "base" or "form");
        Assert.DoesNotMatch("url\\(|@import|https?:", page.Descendants("style").Single().Value + page.Descendants("script").Single().Value);
    }

    [Fact]
    public async Task What_labels_say_is_text()
    {
        var html = await WriteAsync(Results, Pictures);
        var page = Parse(html);

        Assert.Single(page.Descendants("script"));
        Assert.Single(Regex.Matches(html, "<script", RegexOptions.IgnoreCase));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute =>
            attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName == "style");
        // A control character and half a character are none that a page may have.
        var shown = MadeResults.Hostile.Replace('\u0007', '\uFFFD').Replace('\ud800', '\uFFFD');
        Assert.Contains(page.Descendants("td"), cell => cell.Value == shown);
        Assert.Contains(page.Descendants("h3"), heading => heading.Value == shown);
        Assert.Contains(page.Descendants().Attributes("data-category"), attribute => attribute.Value == shown);
    }

    [Theory]
    [InlineData("style")]
    [InlineData("script")]
    public async Task Only_its_own_style_and_script_may_run(string name)
    {
        var html = await WriteAsync(Results, Pictures);
        var policy = Parse(html).Descendants("meta")
            .Single(meta => meta.Attribute("http-equiv")?.Value == "Content-Security-Policy").Attribute("content")!.Value;

        // As a browser reads it, to which the comments are part of the text.
        var text = html.Split($"<{name}>")[1].Split($"</{name}>")[0];

        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        Assert.Contains($"{name}-src 'sha256-{digest}'", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_figures_of_the_tables_are_those_of_the_results()
    {
        var page = Parse(await WriteAsync(Results, ReportPictures.None));
        var section = Section(page, "figures");

        var rows = section.Descendants("tr").Where(row => row.Parent!.Name == "tbody").ToList();

        var figures = Results.Figures.Where(figure => figure is { Category: null, Group: null }).ToList();
        Assert.Equal(figures.Count, rows.Count);
        foreach (var (figure, row) in figures.GroupBy(figure => figure.Name).SelectMany(group => group).Zip(rows))
        {
            var cells = row.Elements().ToList();
            var mean = cells[new[] { figure.Method, figure.Threshold }.Count(each => each is not null) + 1];
            Assert.Equal(figure.Model, cells[0].Value);
            Assert.Equal(figure.Estimate.Mean, double.Parse(mean.Attribute("data-value")!.Value, CultureInfo.InvariantCulture));
            Assert.Equal(Shown(figure.Estimate.Mean!.Value), mean.Value);
            Assert.Equal($"{Shown(figure.Estimate.Interval!.Low)} to {Shown(figure.Estimate.Interval.High)}", mean.ElementsAfterSelf().First().Value);
            Assert.Contains(cells, cell => cell.Value == $"{figure.Estimate.Count}");
        }

        static string Shown(double value) => value.ToString("0.000", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    [Fact]
    public async Task Every_category_model_and_method_has_a_row_with_all_its_figures()
    {
        var section = Section(Parse(await WriteAsync(Results, ReportPictures.None)), "categories");

        Assert.Equal(20 * 2 * 3, section.Descendants("tbody").Elements().Count());
        var row = section.Descendants("tr").First(row => row.Attribute("data-category")?.Value == "category 3"
            && row.Attribute("data-model")?.Value == MadeResults.Models[1] && row.Attribute("data-method")?.Value == MadeResults.Methods[2]);
        Assert.Equal(
            Results.Figures.Where(figure => figure.Category == "category 3" && figure.Model == MadeResults.Models[1]
                && (figure.Method is null || figure.Method == MadeResults.Methods[2])).Select(figure => figure.Estimate.Mean),
            row.Elements().Attributes("data-value").Select(value => (double?)double.Parse(value.Value, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Headings_go_down_one_level_at_a_time()
    {
        var levels = Parse(await WriteAsync(Results, Pictures)).Descendants()
            .Where(element => Heading().IsMatch(element.Name.LocalName)).Select(element => element.Name.LocalName[1] - '0').ToList();

        Assert.Equal(1, levels[0]);
        Assert.Single(levels, level => level == 1);
        Assert.All(levels.Zip(levels.Skip(1)), step => Assert.True(step.Second <= step.First + 1, $"h{step.First} is followed by h{step.Second}"));
    }

    [Fact]
    public async Task Whoever_hears_the_page_finds_heads_names_and_texts()
    {
        var page = Parse(await WriteAsync(Results, Pictures));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(page.Descendants("th"), head => Assert.True(head.Attribute("scope") is not null));
        Assert.All(page.Descendants("table"), table => Assert.NotEqual("", table.Element("caption")!.Value));
        Assert.All(page.Descendants("img"), image => Assert.NotEqual("", image.Attribute("alt")!.Value));
        Assert.All(page.Descendants("svg"), drawing => Assert.True(
            drawing.Attribute("aria-hidden") is not null
                || drawing.Elements().Take(2).Select(element => element.Name.LocalName).SequenceEqual(["title", "desc"])));
        Assert.All(page.Descendants().Attributes("aria-labelledby").SelectMany(names => names.Value.Split(' ')), name => Assert.Contains(name, ids));
        Assert.All(page.Descendants("a"), link => Assert.Contains(link.Attribute("href")!.Value[1..], ids));
    }

    [Fact]
    public async Task Nothing_is_left_out_in_silence()
    {
        var summary = Section(Parse(await WriteAsync(Results, ReportPictures.None)), "summary").Value;

        Assert.Contains("val/broken.jpgThe image is cut off.", summary, StringComparison.Ordinal);
        Assert.Contains("difficult objects12", summary, StringComparison.Ordinal);
        Assert.Contains("Categories that resnet50 does not know (2)n04517823", summary, StringComparison.Ordinal);
        Assert.Contains("Continued2 times", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_come_in_their_order_with_their_pictures_side_by_side()
    {
        var pictures = new ReportPictures
        {
            OfFailure = (failure, _) => ValueTask.FromResult<IReadOnlyList<ReportPicture>>(failure.Model == MadeResults.Models[0]
                ? [Red with { Title = $"Predicted: {failure.Predicted}" }, Red with { Title = "Label" }, Red with { Title = "Against" }] : []),
        };

        var section = Section(Parse(await WriteAsync(Results with { Failures = [.. Results.Failures.Skip(1)] }, pictures)), "failures");

        var cards = section.Descendants("article").ToList();
        Assert.Equal(Results.Failures.Skip(1).Where(failure => failure.Model == MadeResults.Models[0]).Select(failure => failure.Image),
            cards.Select(card => card.Element("h3")!.Value));
        Assert.Equal(["Predicted: something else 2", "Label", "Against"], cards[0].Descendants("figcaption").Select(title => title.Value));
        Assert.Equal("AQID", cards[0].Descendants("img").First().Attribute("src")!.Value.Split(',')[1]);
        Assert.Equal(Results.Failures[2].Label, cards[0].Attribute("data-category")!.Value);
        // Those without pictures are listed.
        Assert.Equal(Results.Failures.Skip(1).Where(failure => failure.Model == MadeResults.Models[1]).Select(failure => failure.Image),
            section.Descendants("tbody").Elements().Select(row => row.Elements().First().Value));
    }

    [Fact]
    public async Task Pictures_are_written_before_the_next_are_asked_for()
    {
        using var stream = new MemoryStream();
        var lengths = new List<long>();
        var file = new byte[100_000];
        var pictures = new ReportPictures
        {
            OfFailure = (_, _) =>
            {
                lengths.Add(stream.Length);
                return ValueTask.FromResult<IReadOnlyList<ReportPicture>>([Red with { File = file }]);
            },
        };

        await ReportFile.WriteAsync(stream, Results, pictures, TestContext.Current.CancellationToken);

        Assert.Equal(Results.Failures.Count, lengths.Count);
        Assert.All(lengths.Zip(lengths.Skip(1)), step => Assert.True(step.Second - step.First > file.Length));
    }

    [Fact]
    public async Task Findings_that_stand_out_have_their_pictures_and_the_others_a_row()
    {
        BiasFinding[] findings =
        [
            Finding("border", "a", 0.5, 0.4), Finding("border", "b", 0.7, 0.6), Finding("border", "c", 0.4, 0.3), Finding("outside", "d", 0.6, 0.45),
            Finding("outside", "e", 0.8, 0.7),
        ];
        var asked = new List<string?>();
        var pictures = new ReportPictures
        {
            OfFinding = (finding, _) =>
            {
                asked.Add(finding.Category);
                return ValueTask.FromResult<IReadOnlyList<GalleryItem>>([new GalleryItem("photo", [], [Red])]);
            },
        };

        var section = Section(Parse(await WriteAsync(Results with { Bias = findings }, pictures)), "bias");

        // Even maps have 0.36 at the border; outside, half is the limit.
        Assert.Equal(["e", "b", "a"], asked);
        Assert.Equal(3, section.Descendants("article").Count());
        Assert.Equal(findings.Length, section.Descendants("tbody").Elements().Count());

        static BiasFinding Finding(string kind, string category, double value, double low) => new(
            kind, "network", "grad-cam", category, null, value, new Interval(low, 0.9), 30, kind == "border" ? 0.36 : null);
    }

    [Theory]
    [InlineData("pointing", 0.01, 0.2, "yes: higher, better")]
    [InlineData("pointing", -0.2, -0.01, "yes: lower, worse")]
    [InlineData("deletion", -0.2, -0.01, "yes: lower, better")]
    [InlineData("deletion", 0.01, 0.2, "yes: higher, worse")]
    [InlineData("unknownFigure", 0.01, 0.2, "yes: higher")]
    [InlineData("pointing", -0.01, 0.2, "not shown")]
    [InlineData("pointing", 0, 0.2, "not shown")]
    public void A_difference_is_shown_where_its_interval_excludes_0(string name, double low, double high, string word)
    {
        var estimate = new Estimate(0.5, null, 10, 0);
        var difference = new FigureDifference(
            name, "network", "grad-cam", null, "method", "a", "b", new Comparison(estimate, estimate, 0, new Interval(low, high)));

        Assert.Equal(word, DifferencesSection.Verdict(difference));
        Assert.Equal("too few photos", DifferencesSection.Verdict(difference with { Comparison = difference.Comparison with { Interval = null } }));
    }

    [Fact]
    public async Task Sanity_has_a_verdict_of_the_wholly_redrawn_network()
    {
        var section = Section(Parse(await WriteAsync(Results, ReportPictures.None)), "sanity");

        var verdicts = section.Elements("p").Where(text => text.Attribute("class")?.Value == "verdict").Select(text => text.Value).ToList();
        string[] each = [SanitySection.Say(SanityVerdict.Passes), SanitySection.Say(SanityVerdict.Fails), SanitySection.Say(SanityVerdict.Undecided)];
        Assert.Equal([.. each, .. each], verdicts);
        Assert.Equal(6 * 6, section.Descendants("tbody").Elements().Count());
    }

    [Fact]
    public async Task Curves_are_drawn_and_told()
    {
        var results = Results with { Curves = [new MeanCurve("deletion", "network", "grad-cam", [1, 0.5, 0], 4)] };

        var chart = Section(Parse(await WriteAsync(results, ReportPictures.None)), "curves").Descendants("figure").Single();

        // The left end at the top, the right end at the bottom.
        Assert.Equal("M34 24L192 107L350 190", chart.Element("svg")!.Elements("path").Single().Attribute("d")!.Value);
        Assert.Equal("network, grad-cam (n 4)", chart.Element("ul")!.Value);
        Assert.Equal(["0", "1.000", "0.5", "0.500", "1", "0.000"], chart.Descendants("tbody").Elements().Elements().Select(cell => cell.Value));
    }

    [Fact]
    public async Task An_evaluation_without_figures_has_a_report()
    {
        var empty = new EvaluationResults
        {
            Version = "1",
            Arguments = new Dictionary<string, object?>(),
            Dataset = new DatasetSummary("empty", "folders", "0", 0, 0, [], new Dictionary<string, IReadOnlyList<string>>()),
            Models = [],
            Methods = [],
            Thresholds = [],
        };

        var page = Parse(await WriteAsync(empty, ReportPictures.None));

        Assert.Equal(["summary", "failures"], page.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.Contains("There is no wrong prediction.", page.Root!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.12345, "0.123")]
    [InlineData(-0.5, "−0.500")]
    [InlineData(-0.0001, "0.000")]
    [InlineData(double.NaN, "–")]
    [InlineData(null, "–")]
    public void Numbers_have_three_decimals(double? number, string text) => Assert.Equal(text, Wording.Number(number));

    private static ReportPictures Pictures => new()
    {
        Best = new[] { new GalleryItem(MadeResults.Hostile, [MadeResults.Hostile], [Red with { Title = MadeResults.Hostile }]) }.ToAsyncEnumerable(),
        Worst = new[] { new GalleryItem("worst", ["IoU 0"], [Red]) }.ToAsyncEnumerable(),
        OfFailure = (_, _) => ValueTask.FromResult<IReadOnlyList<ReportPicture>>([Red, Red, Red]),
        OfFinding = (_, _) => ValueTask.FromResult<IReadOnlyList<GalleryItem>>([new GalleryItem("photo", ["caption"], [Red])]),
    };

    private static async Task<string> WriteAsync(EvaluationResults results, ReportPictures pictures)
    {
        using var stream = new MemoryStream();
        await ReportFile.WriteAsync(stream, results, pictures, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // The page is XML, too: a parser that forgives nothing reads it.
    private static XDocument Parse(string html) => XDocument.Parse(html);

    private static XElement Section(XDocument page, string id) => page.Descendants("section").Single(section => section.Attribute("id")!.Value == id);

    [GeneratedRegex("^h[1-6]$")]
    private static partial Regex Heading();
}

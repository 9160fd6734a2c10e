using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>What was evaluated and how, the figures at a glance, and what is not in them.</summary>
internal static class SummarySection
{
    public static ReportSection Section { get; } = ReportSection.Of("summary", "Summary", _ => true, Write);

    private static void Write(HtmlWriter html, EvaluationResults results)
    {
        WriteFacts(html, results);
        WriteGlance(html, results);
        html.Add("h3", "Models");
        Table.Write(html, "Models", [
            new("Model", model => model.Name), new("Version", model => model.Version), new("Layer", model => model.Layer),
            new("Fit", model => model.Fit), new Column<ModelSummary>("SHA-256", model => model.Sha256),
        ], results.Models);
        if (results.Arguments.Count > 0)
        {
            html.Add("h3", "Arguments");
            Table.Write(html, "Arguments", [
                new("Name", argument => argument.Key), new Column<KeyValuePair<string, object?>>("Value", argument => Wording.Value(argument.Value)),
            ], results.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal).ToList());
        }
        WriteLeftOut(html, results);
    }

    private static void WriteFacts(HtmlWriter html, EvaluationResults results)
    {
        using var facts = html.Open("dl", ("class", "facts"));
        Fact("Dataset", $"{results.Dataset.Name} ({results.Dataset.Layout})");
        Fact("Fingerprint", results.Dataset.Fingerprint);
        Fact("Photos", Wording.Count(results.Dataset.Images));
        Fact("Categories", Wording.Count(results.Dataset.Categories));
        Fact("Unreadable photos", Wording.Count(results.BadImages.Count));
        Fact("Wrong predictions", Wording.Count(results.Failures.Count));
        Fact("Product version", results.Version);
        Fact("Continued", results.Continued == 0 ? "Never: the run was not interrupted."
            : $"{Wording.Counted(results.Continued, "time")}, after the run was stopped.");

        void Fact(string name, string value)
        {
            using var fact = html.Open("div");
            html.Add("dt", name);
            html.Add("dd", value);
        }
    }

    /// <summary>A row for each model and method, a column for each figure; localization at the first threshold.</summary>
    private static void WriteGlance(HtmlWriter html, EvaluationResults results)
    {
        var first = results.Thresholds.Count > 0 ? results.Thresholds[0] : null;
        var figures = results.Figures
            .Where(figure => figure is { Category: null, Group: null } && (figure.Threshold is null || figure.Threshold == first)).ToList();
        if (figures.Count == 0)
            return;
        var rows = results.Models.SelectMany(model => results.Methods.Select(method => (Model: model.Name, Method: method))).ToList();
        html.Add("h3", "At a glance");
        var hasThreshold = figures.Any(figure => figure.Threshold is not null);
        html.Add("p", (hasThreshold ? $"Localization at the threshold {first}. " : "") + "Intervals are below.");
        Table.Write(html, "Mean figures of each model and method", [
            new("Model", row => row.Model), new("Method", row => row.Method),
            .. figures.Select(figure => figure.Name).Distinct().Select(name => Column.Number<(string Model, string Method)>(
                FigureWords.Of(name).Title,
                row => figures.FirstOrDefault(figure =>
                    figure.Name == name && figure.Model == row.Model && (figure.Method ?? row.Method) == row.Method)?.Estimate.Mean)),
        ], rows);
    }

    private static void WriteLeftOut(HtmlWriter html, EvaluationResults results)
    {
        var unmatched = results.Dataset.Unmatched.Where(model => model.Value.Count > 0).OrderBy(model => model.Key, StringComparer.Ordinal).ToList();
        html.Add("h3", "What is not in the figures");
        if (results.Dataset.Notes.Count == 0 && unmatched.Count == 0 && results.BadImages.Count == 0)
        {
            html.Add("p", "Nothing was left out: every photo was read, and every category is known to every model.");
            return;
        }
        if (results.Dataset.Notes.Count > 0)
            Table.Write(html, "Left out of the dataset", [
                new("What", note => note.What), Column.Count<DatasetNote>("Count", note => note.Count),
            ], results.Dataset.Notes);
        foreach (var (model, categories) in unmatched)
        {
            html.Add("h4", $"Categories that {model} does not know ({Wording.Count(categories.Count)})");
            html.Add("p", Wording.Value(categories));
        }
        if (results.BadImages.Count > 0)
        {
            html.Add("h4", $"Photos that could not be read ({Wording.Count(results.BadImages.Count)})");
            Table.Write(html, "Photos that could not be read", [
                new("Photo", bad => bad.Image), new Column<BadImage>("Why", bad => bad.Problem),
            ], results.BadImages);
        }
    }
}

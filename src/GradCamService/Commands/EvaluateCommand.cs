using System.Globalization;
using GradCamService.Configuration;
using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Report;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Queue;
using Spectre.Console;
using Spectre.Console.Cli;

namespace GradCamService.Commands;

/// <summary><c>evaluate DATASET --model MODEL</c>: how well explanations localize, how faithful they are, and where a network fails.</summary>
internal sealed class EvaluateCommand(Streams streams) : AsyncCommand<EvaluateSettings>
{
    private static readonly CommandRow WithoutFields = CommandRow.Of<EvaluateCommand, EvaluateSettings>(
        "evaluate", "Measures explanations and networks on a dataset: accuracy, localization, faithfulness, failures, bias.",
        "photos/ --model efficientnet-lite0",
        "ILSVRC/ --model efficientnet-lite0 --model efficientnet-lite2 --method grad-cam --method layer-cam --limit 1000",
        "coco/annotations/instances_val2017.json --model ~/models/my-network --metric pointing --metric sanity --output evaluation");

    public static CommandRow Row { get; } = WithoutFields with { Fields = FieldOption.OfEvaluations };

    public override async Task<int> ExecuteAsync(CommandContext context, EvaluateSettings settings, CancellationToken cancellationToken)
    {
        using var interruption = new Interruption(cancellationToken);
        await using var queue = await CommandQueue.StartAsync(settings.Model, interruption.Token);
        var (plan, frame) = PlanOf(settings, queue);
        var output = Output(settings, plan);
        using var journal = JournalOf(output, plan, frame);
        var results = await RunAsync(plan, frame, queue, journal, settings.KeepMaps ? new MapFolder(output) : null, interruption.Token);
        await EvaluationFiles.WriteAsync(output, plan, results, journal.Results, queue.Queue, interruption.Token);
        Show(results);
        await streams.Errors.WriteLineAsync($"Written to {output}"
            + (results.BadImages.Count > 0 ? $"; {results.BadImages.Count} of {plan.Images.Count} images could not be read and are listed there" : ""));
        return results.BadImages.Count > 0 ? ExitCodes.UnreadableImages : ExitCodes.Done;
    }

    private static (EvaluationPlan Plan, EvaluationResults Frame) PlanOf(EvaluateSettings settings, CommandQueue queue)
    {
        var errors = new FieldErrors();
        var request = EvaluationFields.Read(new FieldReader(settings.Fields, errors), settings.Dataset) with { KeepMaps = settings.KeepMaps };
        try
        {
            errors.ThrowIfAny();
            return Planning.Of(request, queue.Models, ProductVersion.Short);
        }
        catch (InvalidFieldsException invalid)
        {
            throw FieldOption.Wrong(invalid.Errors);
        }
        catch (DatasetException exception)
        {
            throw new WrongArgumentsException(exception.Message);
        }
    }

    private static string Output(EvaluateSettings settings, EvaluationPlan plan)
    {
        var folder = settings.Output ?? $"evaluation-{plan.Dataset.Name}-{TimeProvider.System.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WrongArgumentsException($"Results cannot be written to '{folder}': {exception.Message}");
        }
    }

    private static Journal JournalOf(string output, EvaluationPlan plan, EvaluationResults frame)
    {
        try
        {
            return Journal.Open(output, Planning.Identity(plan, frame));
        }
        catch (EvaluationException exception)
        {
            throw new WrongArgumentsException(exception.Message);
        }
    }

    private async Task<EvaluationResults> RunAsync(
        EvaluationPlan plan, EvaluationResults frame, CommandQueue queue, Journal journal, MapFolder? maps, CancellationToken cancellation)
    {
        var evaluation = new Evaluation(plan, queue.Queue, journal, maps);
        try
        {
            await ImageProgress.ShowAsync(streams, hasBar: true, evaluation.Missing, advance => evaluation.RunAsync(advance, cancellation));
        }
        catch (UnavailableException exception)
        {
            throw new CommandFailedException(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Photos that cannot be read are counted; this is the output.
            throw new CommandFailedException($"Results cannot be written: {exception.Message}");
        }
        return ResultsBuilder.Build(plan, journal.Results, frame with { Continued = journal.Continued });
    }

    /// <summary>The figures over all photos, a column a model and method.</summary>
    private void Show(EvaluationResults results)
    {
        var columns = results.Models.SelectMany(model => results.Methods.Select(method => (Model: model.Name, Method: method))).ToList();
        var table = new Table().AddColumn("");
        foreach (var (model, method) in columns)
            table.AddColumn(new TableColumn(Markup.Escape($"{model} {method}")).RightAligned());
        foreach (var rows in results.Figures.Where(figure => figure is { Category: null, Group: null }).GroupBy(figure => (figure.Name, figure.Threshold)))
            table.AddRow([Markup.Escape(rows.Key.Threshold is null ? rows.Key.Name : $"{rows.Key.Name} at {rows.Key.Threshold}"), .. columns.Select(column =>
                Text(rows.FirstOrDefault(figure => figure.Model == column.Model && (figure.Method ?? column.Method) == column.Method)))]);
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(streams.Output), Ansi = AnsiSupport.No }).Write(table);
    }

    private static string Text(FigureValue? figure) => figure?.Estimate is not { Mean: { } mean } estimate ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{mean:0.000}{(estimate.Interval is { } interval ? $" ({interval.Low:0.000}…{interval.High:0.000})" : "")} n={estimate.Count}");
}

using GradCamService.Answers;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Tasks;
using Spectre.Console.Cli;

namespace GradCamService.Commands;

/// <summary><c>explain PHOTO… --model MODEL</c>: the explanations of photos on this machine, as over HTTP, many at a time.</summary>
internal sealed class ExplainCommand(Streams streams) : AsyncCommand<ExplainSettings>
{
    private static readonly CommandRow WithoutFields = CommandRow.Of<ExplainCommand, ExplainSettings>(
        "explain", "Explains photos on this machine: pictures, arrays, and a line of JSON a photo, as HTTP's answer has it.",
        "photo.jpg --model efficientnet-lite0 --concept dog --output maps",
        "photos/ --model ~/models/my-network --top 3 --method grad-cam --json maps.jsonl",
        "photos/ --model my-network.onnx --threshold otsu --draw boxes --image-format jpeg --output maps --npz > maps.jsonl");

    public static CommandRow Row { get; } = WithoutFields with { Fields = FieldOption.OfExplanations };

    public override async Task<int> ExecuteAsync(CommandContext context, ExplainSettings settings, CancellationToken cancellationToken)
    {
        if (settings is { Npz: true, Output: null })
            throw new WrongArgumentsException("'--npz' needs '--output DIR', where the arrays are written.");
        using var interruption = new Interruption(cancellationToken);
        try
        {
            return await RunAsync(settings, interruption.Token);
        }
        catch (IOException exception)
        {
            // A full disk, or whoever reads the lines has left.
            throw new CommandFailedException(exception.Message);
        }
    }

    private async Task<int> RunAsync(ExplainSettings settings, CancellationToken cancellation)
    {
        var photos = PhotoFile.Find(settings.Photos, settings.Output);
        await using var queue = await CommandQueue.StartAsync([settings.Model], cancellation);
        var explaining = new Explaining(queue, OrderOf(settings, queue.Models[0]), settings.Output, settings.Npz, cancellation);
        await using var lines = Lines(settings);
        var hasBar = settings.Json is not null || !streams.IsOutputTerminal;
        var unread = 0;
        await ImageProgress.ShowAsync(streams, hasBar, photos.Count, async advance =>
        {
            await foreach (var (line, isProblem) in explaining.AllAsync(photos))
            {
                await (lines ?? streams.Output).WriteLineAsync(line);
                unread += isProblem ? 1 : 0;
                advance();
            }
        });
        await streams.Errors.WriteLineAsync($"{photos.Count - unread} of {photos.Count} images explained"
            + (unread > 0 ? $"; {unread} could not be, and their lines say why" : ""));
        return unread > 0 ? ExitCodes.UnreadableImages : ExitCodes.Done;
    }

    /// <summary>Null: standard output.</summary>
    private static StreamWriter? Lines(ExplainSettings settings)
    {
        try
        {
            if (settings.Output is not null)
                Directory.CreateDirectory(settings.Output);
            return settings.Json is null ? null : new StreamWriter(settings.Json);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WrongArgumentsException($"Results cannot be written: {exception.Message}");
        }
    }

    private static Order OrderOf(ExplainSettings settings, LoadedModel model)
    {
        if (model.Manifest.Input.Spec.Further.Count > 0)
            throw new WrongArgumentsException($"'{model.Name}' sees {model.Manifest.Input.Images} photos of a scene at once, which only HTTP takes.");
        try
        {
            var order = OrderReader.Explanation.Read(settings.Fields, model, TaskTable.All, new FieldErrors());
            return settings.Output is null ? OfNumbers(order) : JsonAnswer.Format.Prepare(order);
        }
        catch (InvalidFieldsException invalid)
        {
            throw FieldOption.Wrong(invalid.Errors);
        }
    }

    /// <summary>The order without pictures, where nothing was asked of them.</summary>
    private static Order OfNumbers(Order order)
    {
        var areNamed = order.Pictures?.Contains(OrderFields.NoPictures) == false;
        var idle = order.PictureFields.Concat(areNamed ? [OrderFields.Images.Name] : []).Select(FieldOption.Shown).ToList();
        return idle.Count == 0 ? order.WithoutPictures : throw new WrongArgumentsException(
            [.. idle.Select(option => $"'{option}' is of pictures, and needs '--output DIR', where they are written.")]);
    }
}

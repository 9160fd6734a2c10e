using System.Text.Json;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Orders;
using GradCamService.Problems;

namespace GradCamService.Jobs;

/// <summary>Receives a job as JSON: a property a field, lists for those that repeat, images as base64 or data URLs.</summary>
/// <param name="services">Where files go, and what they may be.</param>
internal sealed class JobJsonReader(JobServices services)
{
    private const string HowToSend = "a string of base64 or a data URL, or a list of such";

    /// <exception cref="InvalidDataException">It is no JSON object.</exception>
    /// <exception cref="InvalidFieldsException">Values are not what they must be.</exception>
    /// <exception cref="JobTooLargeException">It has more photos than it may have.</exception>
    public async Task<JobForm> ReadAsync(HttpRequest request, string job)
    {
        var (cancellation, photos) = (request.HttpContext.RequestAborted, new PhotoPacker(services.Blobs, job, services.Options));
        using var document = await ParseAsync(request, cancellation);
        var (fields, errors) = (new List<SentField>(), new FieldErrors());
        foreach (var property in document.RootElement.EnumerateObject())
        {
            var name = Unicode(() => property.Name);
            IEnumerable<JsonElement> values = property.Value.ValueKind switch
            {
                JsonValueKind.Array => property.Value.EnumerateArray(),
                // As clients write what they have no value for.
                JsonValueKind.Null => [],
                _ => [property.Value],
            };
            foreach (var value in values)
                if (name.Equals(OrderReader.ImageField, StringComparison.OrdinalIgnoreCase))
                    await AddImageAsync(value, photos, errors, cancellation);
                else if (TextOf(value) is { } text)
                    fields.Add(new SentField(name, text));
                else
                    errors.Add(Names.Shorten(name), "A value is a string, a number, true or false, or a list of such.");
        }
        errors.ThrowIfAny();
        await photos.FlushAsync(cancellation);
        return new JobForm(fields, photos.Photos);
    }

    private static async Task<JsonDocument> ParseAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            var document = await JsonDocument.ParseAsync(request.Body, default, cancellation);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new InvalidDataException("it is no JSON object");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private async Task AddImageAsync(JsonElement value, PhotoPacker photos, FieldErrors errors, CancellationToken cancellation)
    {
        var text = value.ValueKind == JsonValueKind.String ? Unicode(() => value.GetString()!) : "";
        var start = text.StartsWith("data:", StringComparison.Ordinal) ? text.IndexOf(',', StringComparison.Ordinal) + 1 : 0;
        var bytes = new byte[(text.Length - start) * 3 / 4 + 3];
        if (text.Length == start || !Convert.TryFromBase64Chars(text.AsSpan(start), bytes, out var length))
            errors.Add(OrderReader.ImageField, $"An image is {HowToSend}.");
        else
            await photos.AddAsync(FormattableString.Invariant($"{OrderReader.ImageField}-{photos.Count}"),
                length > services.Upload.MaxBytes ? [] : [bytes[..length]], cancellation);
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Unicode(() => value.GetString()!),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>A text. JSON may have halves of surrogate pairs and bytes that are no UTF-8, which the parser finds only when it is read.</summary>
    private static string Unicode(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException("it has a text that is not Unicode", exception);
        }
    }
}

using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Answers;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs.Explanations;

/// <summary>All answers of a job of explanations as one file, written item by item: it may be larger than memory.</summary>
internal static class ExplanationResults
{
    private const int ItemsAtOnce = 100;

    public static IReadOnlyDictionary<string, Func<JobServices, Job, Stream, CancellationToken, Task>> Types { get; } =
        new Dictionary<string, Func<JobServices, Job, Stream, CancellationToken, Task>>
        {
            [JsonAnswer.MediaType] = WriteJsonAsync,
            [System.Net.Mime.MediaTypeNames.Application.Zip] = WriteZipAsync,
        };

    /// <summary>The job and its items, each with its answer in words or its problem.</summary>
    private static async Task WriteJsonAsync(JobServices services, Job job, Stream stream, CancellationToken cancellation)
    {
        await using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JsonAnswer.Options.Encoder });
        writer.WriteStartObject();
        writer.WritePropertyName("job");
        JsonSerializer.Serialize(writer, await JobResponse.OfAsync(services.Store, job, services.Time), JsonAnswer.Options);
        writer.WriteStartArray("items");
        await foreach (var item in ItemsAsync(services, job))
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", item.Number);
            writer.WriteString("name", item.Name);
            writer.WriteString("state", Explain.Naming.Names.Of(item.State));
            writer.WritePropertyName(item.Problem is null ? "answer" : "problem");
            writer.WriteRawValue(item.Problem is { } problem ? JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse(problem), JsonAnswer.Options)
                : await ItemAnswer.WordsAsync(services.Blobs, item, cancellation), skipInputValidation: true);
            writer.WriteEndObject();
            await writer.FlushAsync(cancellation);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Pictures and arrays as files, and a line of JSON an item that names them.</summary>
    private static async Task WriteZipAsync(JobServices services, Job job, Stream stream, CancellationToken cancellation)
    {
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation);
        var lines = new MemoryStream();
        await foreach (var item in ItemsAsync(services, job))
        {
            var line = new JsonObject { ["number"] = item.Number, ["name"] = item.Name };
            if (item.Problem is { } problem)
                line["problem"] = JsonNode.Parse(problem);
            else
                await AddAsync(services, zip, item, line, cancellation);
            await JsonSerializer.SerializeAsync(lines, line, JsonAnswer.Options, cancellation);
            lines.WriteByte((byte)'\n');
        }
        await WriteAsync(zip, "answers.jsonl", lines.GetBuffer().AsMemory(0, (int)lines.Length), CompressionLevel.Fastest, cancellation);
    }

    private static async Task AddAsync(JobServices services, ZipArchive zip, Item item, JsonObject line, CancellationToken cancellation)
    {
        var answer = JsonNode.Parse(await ItemAnswer.JsonAsync(services.Blobs, item, cancellation))!.AsObject();
        // Names come from strangers, and two may be the same.
        var stem = FormattableString.Invariant($"{item.Number:00000}");
        foreach (var (path, bytes) in PictureFiles.Take(answer, "pictures/" + stem))
            await WriteAsync(zip, path, bytes, CompressionLevel.NoCompression, cancellation);
        foreach (var (name, value) in answer.ToList())
        {
            answer.Remove(name);
            line[name] = value;
        }
        line["npz"] = $"arrays/{stem}.npz";
        await WriteAsync(zip, $"arrays/{stem}.npz", await ItemAnswer.NpzAsync(services.Blobs, item, cancellation), CompressionLevel.NoCompression, cancellation);
    }

    private static async Task WriteAsync(ZipArchive zip, string name, ReadOnlyMemory<byte> bytes, CompressionLevel level, CancellationToken cancellation)
    {
        await using var entry = await zip.CreateEntry(name, level).OpenAsync(cancellation);
        await entry.WriteAsync(bytes, cancellation);
    }

    private static async IAsyncEnumerable<Item> ItemsAsync(JobServices services, Job job)
    {
        for (var after = -1; await services.Store.ItemsAsync(job.Id, after, ItemsAtOnce) is { Count: > 0 } items; after = items[^1].Number)
            foreach (var item in items)
                yield return item;
    }
}

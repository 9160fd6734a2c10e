using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using GradCamService.Jobs;
using GradCamService.Jobs.Evaluations;
using GradCamService.Jobs.States;
using GradCamService.Tests.Commands;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GradCamService.Tests.Jobs;

/// <summary>Evaluations as jobs: what the command writes, computed part by part.</summary>
[Collection(DatasetTests.Name)]
public sealed class EvaluationJobTests(ServiceWithDataset service) : IAsyncLifetime
{
    // Two groups of photos, by the ends of their paths.
    private const string Groups = "image,group\n0.png,one\n1.png,one\n2.png,two\n3.png,two\n";

    private static readonly (string Field, string Value)[] Fields =
        [("kind", "evaluation"), ("model", "efficientnet-lite0"), ("method", "grad-cam"), ("threshold", "0.15"), ("threshold", "otsu"), ("pointingTolerance", "15")];

    public async ValueTask InitializeAsync() => await service.UntilReadAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_dataset_of_the_server_and_one_that_is_sent_have_the_figures_of_the_command_to_the_last_bit()
    {
        var folder = service.NewFolder();
        var groups = Path.Combine(folder, "groups.csv");
        await File.WriteAllTextAsync(groups, Groups);
        var command = await Typed.RunAsync("evaluate", service.Dataset, "--model", "efficientnet-lite0", "--method", "grad-cam", "--threshold", "0.15",
            "--threshold", "otsu", "--pointing-tolerance", "15", "--groups", groups, "--output", folder);
        Assert.Equal((3, ""), (command.Exit, command.Exit == 3 ? "" : command.Errors));

        var served = await service.DoneAsync(Form.Without([.. Fields, ("dataset", "photos"), ("groups", Groups)]));
        var sent = await service.DoneAsync(Form.Without(Fields).File("archive", service.Archive, "photos.zip").File("groups", Encoding.UTF8.GetBytes(Groups), "groups.csv"));

        var expected = Figures(await File.ReadAllTextAsync(Path.Combine(folder, "results.json")));
        foreach (var job in new[] { served, sent })
        {
            Assert.Equal(("succeeded", 10, 1, 10), (job.GetProperty("state").GetString(), Count(job, "done"), Count(job, "failed"), Count(job, "total")));
            Assert.Equal(expected, Figures((await ResultAsync(job)).GetRawText()));
            Assert.Empty(Unpacked);
        }
        var arguments = (await ResultAsync(sent)).GetProperty("arguments");
        Assert.Equal(("archive", "groups.csv"), (arguments.GetProperty("dataset").GetString(), arguments.GetProperty("groups").GetString()));
    }

    [Fact]
    public async Task A_zip_has_the_files_that_the_command_writes()
    {
        var job = await service.DoneAsync(Form.Without([.. Fields, ("dataset", "photos"), ("limit", "3"), ("seed", "7"), ("metric", "accuracy")]));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{Id(job)}/result") { Headers = { { "Accept", "application/zip" } } };
        using var response = await service.Client.SendAsync(request);
        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());

        Assert.Equal(["results.json", "images.csv", "report.html"], zip.Entries.Select(entry => entry.FullName));
        using var report = new StreamReader(await zip.GetEntry("report.html")!.OpenAsync());
        Assert.EndsWith("</html>", (await report.ReadToEndAsync()).TrimEnd(), StringComparison.Ordinal);
        var results = await ResultAsync(job);
        Assert.Equal(3, results.GetProperty("dataset").GetProperty("images").GetInt32());
        Assert.All(results.GetProperty("figures").EnumerateArray(), figure => Assert.StartsWith("top", figure.GetProperty("name").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("metrik", "accuracy", "metrik", "did you mean 'metric'?")]
    [InlineData("metric", "accuracies", "metric", "Did you mean 'accuracy'?")]
    [InlineData("method", "gradcam", "method", "Did you mean 'grad-cam'?")]
    [InlineData("limit", "0", "limit", "a whole number from 1")]
    [InlineData("stride", "-1", "stride", "a whole number from 1")]
    [InlineData("pointingTolerance", "far", "pointingTolerance", "a number from 0")]
    [InlineData("layer", "nowhere", "layer", "is not a target layer of 'efficientnet-lite0'")]
    [InlineData("categories", "[]", "categories", "must be an object")]
    [InlineData("groups", "image,group\nzebra.png,one\n", "groups", "the dataset has no photo 'zebra.png'")]
    [InlineData("model", "efficientnet-lite7", "model", "Did you mean 'efficientnet-lite0'?")]
    [InlineData("concept", "cat", "concept", "There is no field 'concept'")]
    public async Task A_wrong_field_is_refused_by_its_name(string field, string value, string named, string expected)
    {
        var problem = await service.PostAsync("/v1/jobs", Form.Without([.. Fields.Where(other => other.Field != field), ("dataset", "photos"), (field, value)])).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(problem.Errors[named], text => text.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(Path.GetTempPath(), problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_without_a_dataset_or_with_an_unknown_one_or_with_two_is_refused()
    {
        Assert.Contains("has no dataset", (await RefusedAsync(Form.Without(Fields)))["dataset"][0], StringComparison.Ordinal);
        Assert.Contains("Did you mean 'photos'?", (await RefusedAsync(Form.Without([.. Fields, ("dataset", "photo")])))["dataset"][0], StringComparison.Ordinal);
        Assert.Contains("send one of them", (await RefusedAsync(
            Form.Without([.. Fields, ("dataset", "photos")]).File("archive", service.Archive, "photos.zip")))["dataset"][0], StringComparison.Ordinal);
        Assert.Contains("no parts 'image'", (await RefusedAsync(Form.Of("coffee.png", [.. Fields, ("dataset", "photos")])))["image"][0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside.txt", "would lie outside of it")]
    [InlineData("/etc/outside.txt", "would lie outside of it")]
    [InlineData("a/b.txt", "has 'a/b.txt' twice")]
    [InlineData("a/b.txt/c.txt", "would lie in a file")]
    public async Task An_archive_that_would_write_elsewhere_is_refused_and_leaves_nothing(string entry, string expected)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var name in new[] { "a/b.txt", entry })
                using (var stream = zip.CreateEntry(name).Open())
                    stream.Write("text"u8);

        var errors = await RefusedAsync(Form.Without(Fields).File("archive", bytes.ToArray(), "photos.zip"));

        Assert.Contains(expected, Assert.Single(errors["archive"]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "outside.txt", SearchOption.TopDirectoryOnly));
        Assert.Empty(Unpacked);
    }

    [Fact]
    public async Task An_archive_without_a_dataset_is_refused_with_what_is_missing()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("photo.jpg");

        var errors = await RefusedAsync(Form.Without(Fields).File("archive", bytes.ToArray(), "photos.zip"));

        Assert.Contains("its photos lie in no folder that names their class", Assert.Single(errors["archive"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_none_of_whose_photos_can_be_read_fails_and_its_result_lists_them()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("espresso/empty.png");

        var job = await service.DoneAsync(Form.Without([.. Fields, ("metric", "accuracy")]).File("archive", bytes.ToArray(), "photos.zip"));

        Assert.Equal(("failed", 1, 1), (job.GetProperty("state").GetString(), Count(job, "done"), Count(job, "failed")));
        Assert.Contains("No photo of the dataset can be read; of 'espresso/empty.png'", job.GetProperty("problem").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("espresso/empty.png", (await ResultAsync(job)).GetProperty("badImages")[0].GetProperty("image").GetString());
    }

    [Fact]
    public async Task Photos_of_a_piece_that_ended_its_workers_are_listed_and_the_others_are_counted()
    {
        var (services, job) = await StoredAsync();
        await service.Services.GetRequiredService<JobsDatabase>().WriteAsync(context =>
            context.Parts.Where(part => part.JobId == job.Id && part.Number == 0).ExecuteUpdateAsync(set => set.SetProperty(part => part.Result, (string?)null)),
            CancellationToken.None);
        var conclusion = (await services.Store.PartsAsync(job.Id))[^1];

        var finished = await EvaluationJobs.Row.Compute(services, new BegunPart(job, conclusion, []), CancellationToken.None);

        var files = JsonSerializer.Deserialize<List<StoredFile>>(
            await services.Blobs.ReadAsync(job.Id, finished.Result!, null, CancellationToken.None), JsonSerializerOptions.Web)!;
        using var results = new MemoryStream();
        await ChunkedFile.CopyAsync(services.Blobs, job.Id, files[0].Chunks, results, CancellationToken.None);
        var read = JsonSerializer.Deserialize<JsonElement>(results.ToArray());
        // Of ten photos, eight are of the first piece; one of the others is broken.
        Assert.Equal(9, read.GetProperty("badImages").GetArrayLength());
        Assert.Contains("5 attempts", read.GetProperty("badImages")[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, read.GetProperty("figures")[0].GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_job_whose_network_or_dataset_is_another_now_fails_and_says_so()
    {
        var (services, job) = await StoredAsync();
        var order = JobOrder.Of(job);
        var part = (await services.Store.PartsAsync(job.Id))[0];

        foreach (var (other, title) in new[]
        {
            (order with { Fingerprint = "another" }, "Dataset replaced"),
            (order with { Models = [new OrderedModel("efficientnet-lite0", "another")] }, "Model replaced"),
        })
        {
            var changed = new Job { Id = job.Id, Kind = job.Kind, Model = job.Model, Caller = job.Caller, Digest = job.Digest, Order = other.ToJson(), Keep = job.Keep, CreatedAt = job.CreatedAt, Total = job.Total };
            var finished = await EvaluationJobs.Row.Compute(services, new BegunPart(changed, part, []), CancellationToken.None);

            Assert.Equal(title, JsonSerializer.Deserialize<JsonElement>(finished.Problem!).GetProperty("title").GetString());
        }
    }

    private async Task<(JobServices Services, Job Job)> StoredAsync()
    {
        var done = await service.DoneAsync(Form.Without([.. Fields, ("dataset", "photos"), ("metric", "accuracy")]));
        var services = service.Services.GetRequiredService<JobServices>();
        return (services, (await services.Store.FindAsync("anonymous", Id(done)))!);
    }

    /// <summary>What this service has unpacked of any job and not let go of.</summary>
    private string[] Unpacked =>
        Directory.GetDirectories(Path.GetDirectoryName(service.Services.GetRequiredService<UnpackedFolders>().Of("any"))!);

    private async Task<IReadOnlyDictionary<string, string[]>> RefusedAsync(Form form) =>
        (await service.PostAsync("/v1/jobs", form).ProblemAsync(HttpStatusCode.UnprocessableEntity)).Errors;

    private Task<JsonElement> ResultAsync(JsonElement job) => service.Client.GetAsync($"/v1/jobs/{Id(job)}/result").JsonAsync();

    private static string Id(JsonElement job) => job.GetProperty("id").GetString()!;

    private static int Count(JsonElement job, string name) => job.GetProperty("progress").GetProperty(name).GetInt32();

    /// <summary>All that results say but the paths of their arguments, letter by letter.</summary>
    private static string Figures(string results) => string.Join('\n', JsonSerializer.Deserialize<JsonElement>(results).EnumerateObject().Select(property =>
        $"{property.Name}: {(property.Name == "arguments" ? string.Join(", ", property.Value.EnumerateObject()
            .Where(argument => argument.Name is not ("dataset" or "groups")).Select(argument => argument.Value.GetRawText())) : property.Value.GetRawText())}"));
}

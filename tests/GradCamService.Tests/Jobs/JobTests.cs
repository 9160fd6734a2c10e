using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Jobs;

/// <summary>A job of explanations from its submission to its end, as its caller sees it.</summary>
[Collection(ServiceTests.Name)]
public sealed class JobTests(SharedService service)
{
    private const string Png = "image/png";
    private const string Npz = "application/x-npz";

    private HttpClient Client => service.Client;

    [Theory]
    [InlineData("application/json")]
    [InlineData(Png)]
    [InlineData(Npz)]
    public async Task An_item_has_the_answer_that_a_request_would_have_been_given(string accept)
    {
        (string, string)[] fields = [("concept", "Egyptian cat"), ("concept", "tabby"), ("method", "guided-grad-cam"), ("method", "occlusion"), ("stride", "64")];
        using var request = await service.ExplainAsync(Form.Of("chelsea.png", fields), accept);
        var id = await Client.SubmitAsync(Form.Of("chelsea.png", [("model", "efficientnet-lite0"), .. fields]));
        await Client.UntilEndedAsync(id);

        using var item = await GetAsync($"/v1/jobs/{id}/items/0", accept);

        Assert.Equal(HttpStatusCode.OK, item.StatusCode);
        Assert.Equal(request.Content.Headers.ContentType?.MediaType, item.Content.Headers.ContentType?.MediaType);
        Assert.Equal(request.Content.Headers.ContentDisposition, item.Content.Headers.ContentDisposition);
        foreach (var header in new[] { "X-Concept", "X-Score", "X-Box" })
            Assert.Equal(request.Headers.TryGetValues(header, out var values) ? values : null, item.Headers.TryGetValues(header, out var others) ? others : null);
        var (expected, actual) = (await request.Content.ReadAsByteArrayAsync(), await item.Content.ReadAsByteArrayAsync());
        Assert.Equal(WithoutTimings(expected, accept), WithoutTimings(actual, accept));
    }

    [Fact]
    public async Task A_bad_photo_fails_alone_with_the_problem_that_a_request_would_have_been_given()
    {
        var expected = await service.ExplainAsync(Form.With("no image"u8.ToArray(), "broken.jpg")).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        var id = await Client.SubmitAsync(JobPhotos.Form(3, ("images", "none")).File("image", "no image"u8.ToArray(), "broken.jpg"));

        var job = await Client.UntilEndedAsync(id);

        Assert.Equal(("succeeded", 4, 1), (job.State(), job.Done(), job.Failed()));
        var items = await Client.ItemsAsync(id);
        Assert.Equal(["succeeded", "succeeded", "succeeded", "failed"], items.Select(item => item.State()));
        Assert.Equal("broken.jpg", items[3].GetProperty("name").GetString());
        Assert.Equal(expected.Detail, items[3].GetProperty("problem").GetProperty("detail").GetString());
        var problem = await Client.GetAsync($"/v1/jobs/{id}/items/3").ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        Assert.Equal(expected.Detail, problem.Detail);
    }

    [Fact]
    public async Task A_job_of_which_nothing_could_be_done_fails_and_says_why()
    {
        var id = await Client.SubmitAsync(Form.With("no image"u8.ToArray(), "broken.jpg", ("model", "efficientnet-lite0")));

        var job = await Client.UntilEndedAsync(id);

        Assert.Equal("failed", job.State());
        Assert.Equal(415, job.GetProperty("problem").GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Pictures_of_an_archive_are_photos_and_what_else_is_in_it_is_not()
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in new (string, byte[])[]
            {
                ("cats/one.jpg", TestData.Read("Images/baseline.jpg")), ("cats/readme.txt", "words"u8.ToArray()), ("__MACOSX/cats/._one.jpg", [1, 2, 3]),
                ("two", TestData.Read("Images/palette.png")), ("broken.png", [1, 2, 3]),
            })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        var id = await Client.SubmitAsync(Form.Without(("model", "efficientnet-lite0"), ("images", "none")).File("archive", archive.ToArray(), "photos.zip"));

        await Client.UntilEndedAsync(id);

        var items = await Client.ItemsAsync(id);
        Assert.Equal(["cats/one.jpg", "two", "broken.png"], items.Select(item => item.GetProperty("name").GetString()));
        Assert.Equal(["succeeded", "succeeded", "failed"], items.Select(item => item.State()));
    }

    [Fact]
    public async Task A_job_is_json_too()
    {
        var id = await Client.SubmitAsync(JsonContent.Create(new
        {
            model = "efficientnet-lite0",
            images = "none",
            top = 2,
            layer = (string?)null,
            image = new[] { Convert.ToBase64String(TestData.Read("Images/baseline.jpg")), "data:image/png;base64," + Convert.ToBase64String(TestData.Read("Images/rgb.png")) },
        }));

        var job = await Client.UntilEndedAsync(id);

        Assert.Equal(("succeeded", 2, 0), (job.State(), job.Done(), job.Failed()));
        var answer = await Client.GetAsync($"/v1/jobs/{id}/items/1").JsonAsync();
        Assert.Equal(2, answer.GetProperty("explanations").GetArrayLength());
    }

    [Fact]
    public async Task Frames_of_a_policy_are_numbered_by_their_photo()
    {
        var form = Form.Without(("model", "catch-policy"), ("images", "none"));
        foreach (var number in new[] { 0, 0, 1 })
            form.File($"image.{number}", TestData.Read("Images/baseline.jpg"), $"{number}.jpg");
        var id = await Client.SubmitAsync(form);

        var job = await Client.UntilEndedAsync(id);

        Assert.Equal(("succeeded", 2, 0), (job.State(), job.Done(), job.Failed()));
    }

    [Fact]
    public async Task The_result_is_every_answer_as_json_or_as_files()
    {
        var id = await Client.SubmitAsync(JobPhotos.Form(2, ("method", "grad-cam"), ("images", "overlay")).File("image", [1, 2, 3], "broken.png"));
        await Client.UntilEndedAsync(id);

        var result = await Client.GetAsync($"/v1/jobs/{id}/result").JsonAsync();
        using var file = await GetAsync($"/v1/jobs/{id}/result", "application/zip");
        using var archive = new ZipArchive(await file.Content.ReadAsStreamAsync());

        Assert.Equal($"attachment; filename=\"{id}.zip\"", file.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal("application/zip", (await GetAsync($"/v1/jobs/{id}/result/archive", "*/*")).Content.Headers.ContentType?.MediaType);
        Assert.Equal(["succeeded", "succeeded", "failed"], result.GetProperty("items").EnumerateArray().Select(item => item.State()));
        Assert.Empty(result.GetProperty("items")[0].GetProperty("answer").GetProperty("explanations")[0].GetProperty("images").EnumerateObject());
        Assert.Equal(
            ["answers.jsonl", "arrays/00000.npz", "arrays/00001.npz", "pictures/00000-1-overlay.png", "pictures/00001-1-overlay.png"],
            archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        using var lines = new StreamReader(archive.GetEntry("answers.jsonl")!.Open());
        var first = JsonSerializer.Deserialize<JsonElement>((await lines.ReadLineAsync())!);
        Assert.Equal("pictures/00000-1-overlay.png", first.GetProperty("explanations")[0].GetProperty("images").GetProperty("overlay").GetString());
    }

    [Fact]
    public async Task A_thousand_submissions_with_a_hundred_keys_are_a_hundred_jobs()
    {
        var ids = new System.Collections.Concurrent.ConcurrentBag<(int Key, string Id)>();
        var run = Guid.NewGuid();
        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) =>
            ids.Add((i % 100, await Client.SubmitAsync(JobPhotos.Form(1, ("images", "none")), $"{run}-{i % 100}"))));

        Assert.Equal(100, ids.Select(each => each.Id).Distinct().Count());
        Assert.All(ids.GroupBy(each => each.Key), same => Assert.Single(same.Select(each => each.Id).Distinct()));
        foreach (var id in ids.Select(each => each.Id).Distinct())
            await Client.DeleteAsync($"/v1/jobs/{id}");
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var key = Guid.NewGuid().ToString();
        await Client.SubmitAsync(JobPhotos.Form(1, ("images", "none")), key);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = JobPhotos.Form(2, ("images", "none")) };
        request.Headers.Add("Idempotency-Key", key);

        var problem = await Client.SendAsync(request).ProblemAsync(HttpStatusCode.Conflict);

        Assert.Contains("another body", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_job_that_is_cancelled_stops_within_a_second_and_frees_its_disk()
    {
        var id = await Client.SubmitAsync(JobPhotos.Form(300, ("images", "none")));
        await Client.UntilAsync(id, job => job.Done() > 0);

        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync($"/v1/jobs/{id}")).StatusCode);

        var job = await Client.JobAsync(id);
        Assert.Equal("cancelled", job.State());
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(job.Done(), (await Client.JobAsync(id)).Done());
        Assert.False(Directory.Exists(Path.Combine(service.JobsDirectory, "blobs", id)));
        await Client.GetAsync($"/v1/jobs/{id}/result").ProblemAsync(HttpStatusCode.Conflict);
        Assert.Contains("cancelled", (await Client.ItemsAsync(id)).Select(item => item.State()));
    }

    [Fact]
    public async Task A_finished_job_that_is_deleted_is_gone_with_its_files()
    {
        var id = await Client.SubmitAsync(JobPhotos.Form(2, ("images", "none")));
        await Client.UntilEndedAsync(id);
        Assert.True(Directory.Exists(Path.Combine(service.JobsDirectory, "blobs", id)));

        await Client.DeleteAsync($"/v1/jobs/{id}");

        await Client.GetAsync($"/v1/jobs/{id}").ProblemAsync(HttpStatusCode.NotFound);
        await Client.GetAsync($"/v1/jobs/{id}/items/0").ProblemAsync(HttpStatusCode.NotFound);
        Assert.False(Directory.Exists(Path.Combine(service.JobsDirectory, "blobs", id)));
    }

    [Fact]
    public async Task Events_tell_of_states_and_progress_and_go_on_where_they_were_left()
    {
        var id = await Client.SubmitAsync(JobPhotos.Form(20, ("images", "none")));

        var events = (await Client.GetStringAsync($"/v1/jobs/{id}/events")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("event: state", events[0], StringComparison.Ordinal);
        Assert.Contains("\"state\":\"succeeded\"", events[^1], StringComparison.Ordinal);
        var last = events[^1].Split('\n').Single(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/jobs/{id}/events");
        request.Headers.Add("Last-Event-ID", last);
        Assert.Empty(await (await Client.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_page_by_page()
    {
        var (first, second) = (await Client.SubmitAsync(JobPhotos.Form(1, ("images", "none"))), await Client.SubmitAsync(JobPhotos.Form(1, ("images", "none"))));

        var page = await Client.GetAsync("/v1/jobs?limit=1").JsonAsync();
        var next = await Client.GetAsync($"/v1/jobs?limit=1&after={page.GetProperty("next").GetString()}").JsonAsync();

        Assert.Equal(second, page.GetProperty("jobs")[0].GetProperty("id").GetString());
        Assert.Equal(first, next.GetProperty("jobs")[0].GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("model", "efficientnet-lite9", HttpStatusCode.NotFound, "efficientnet-lite9")]
    [InlineData("kind", "explanaton", HttpStatusCode.UnprocessableEntity, "Did you mean 'explanation'?")]
    [InlineData("priority", "high", HttpStatusCode.UnprocessableEntity, "'high' is not a priority")]
    [InlineData("keep", "7 days", HttpStatusCode.UnprocessableEntity, "'7 days' is not a duration such as P7D")]
    [InlineData("keep", "P400D", HttpStatusCode.UnprocessableEntity, "at most 90 days")]
    [InlineData("webhook", "https://example.com/hook", HttpStatusCode.UnprocessableEntity, "tells no host of the end of a job")]
    [InlineData("methd", "grad-cam", HttpStatusCode.UnprocessableEntity, "did you mean 'method'?")]
    [InlineData("concept", "Egyptian bat", HttpStatusCode.UnprocessableEntity, "Egyptian cat")]
    public async Task What_is_wrong_is_refused_before_anything_is_accepted(string field, string value, HttpStatusCode status, string expected)
    {
        var form = field == "model" ? Form.Of("baseline.jpg", (field, value)) : JobPhotos.Form(1, (field, value));

        var problem = await Client.PostAsync("/v1/jobs", form).ProblemAsync(status);

        Assert.Contains(expected, problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_without_photos_is_refused() =>
        Assert.Contains("image", (await Client.PostAsync("/v1/jobs", Form.Without(("model", "efficientnet-lite0")))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity)).Errors.Keys);

    [Fact]
    public async Task An_archive_that_is_none_is_refused_with_its_field() =>
        Assert.Contains("archive", (await Client.PostAsync("/v1/jobs", Form.Without(("model", "efficientnet-lite0")).File("archive", [1, 2, 3], "a.zip"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity)).Errors.Keys);

    [Fact]
    public async Task Results_and_answers_are_there_only_when_they_are()
    {
        var id = await Client.SubmitAsync(JobPhotos.Form(200, ("images", "none")));

        var result = await Client.GetAsync($"/v1/jobs/{id}/result").ProblemAsync(HttpStatusCode.Conflict);
        var item = await Client.GetAsync($"/v1/jobs/{id}/items/199").ProblemAsync(HttpStatusCode.Conflict);
        await Client.GetAsync($"/v1/jobs/{id}/items/200").ProblemAsync(HttpStatusCode.NotFound);

        Assert.NotNull(result.RetryAfter);
        Assert.NotNull(item.RetryAfter);
        await Client.DeleteAsync($"/v1/jobs/{id}");
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        return await Client.SendAsync(request);
    }

    /// <summary>What is compared of an answer: all of it but when it was computed.</summary>
    private static string WithoutTimings(byte[] answer, string accept)
    {
        if (accept == Png)
            return Convert.ToHexString(answer);
        if (accept == "application/json")
            return Json(answer);
        using var zip = new ZipArchive(new MemoryStream(answer));
        return string.Join('\n', zip.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return $"{entry.FullName}: {(entry.FullName == "answer.json" ? Json(bytes.ToArray()) : Convert.ToHexString(bytes.ToArray()))}";
        }));

        static string Json(byte[] bytes)
        {
            var json = JsonNode.Parse(bytes)!.AsObject();
            json.Remove("timings");
            return json.ToJsonString();
        }
    }
}

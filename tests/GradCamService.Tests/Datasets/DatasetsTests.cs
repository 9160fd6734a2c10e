using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests.Datasets;

/// <summary>A service that is told of folders.</summary>
public sealed class DatasetsTests : IDisposable
{
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("datasets-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Datasets_are_listed_with_what_is_in_them_and_bad_ones_with_the_reason()
    {
        Write("many/table/objects.csv", "image,label,x,y,width,height\na.jpg,cat,0,0,5,5\na.jpg,dog,1,1,5,5\nb.jpg,cat,,,,\n");
        Write("many/table/a.jpg", "");
        Write("many/table/b.jpg", "");
        Write("many/broken/objects.csv", "image,label\n1.jpg,\n2.jpg,\n3.jpg,\n4.jpg,\n");
        Write("birds.v2/owl/a.jpg", "");
        Write("other/table/owl/a.jpg", "");

        var datasets = await Listed("many", "birds.v2", "other");

        Assert.Equal(["birds.v2", "broken", "table", "table@3"], datasets.Select(dataset => dataset.GetProperty("name").GetString()));
        Assert.Equal("""{"name":"birds.v2","layout":"folders","images":1,"categories":1,"boxes":0}""", datasets[0].GetRawText());
        Assert.Equal("""{"name":"table","layout":"table","images":2,"categories":2,"boxes":2}""", datasets[2].GetRawText());
        Assert.Equal(JsonValueKind.Null, datasets[1].GetProperty("images").ValueKind);
        Assert.Equal(
            ["objects.csv, line 2: must have an image and a label", "objects.csv, line 3: must have an image and a label",
                "objects.csv, line 4: must have an image and a label", "and 1 more problems"],
            datasets[1].GetProperty("reason").GetString()!.Split(Environment.NewLine));
        Assert.Equal("another dataset is called 'table' already", datasets[3].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_folder_that_is_no_dataset_is_listed_with_what_is_missing_and_without_its_path()
    {
        Write("voc/Annotations/a.xml", "<annotation/>");

        var dataset = Assert.Single(await Listed("voc"));

        Assert.Contains(
            "nearest to Pascal VOC, but there is no folder JPEGImages", dataset.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_root.FullName, dataset.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_directories_there_are_none() => Assert.Empty(await Listed());

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task<List<JsonElement>> Listed(params string[] directories)
    {
        await using var service = await Service.StartAsync(
            null, [.. directories.Select((directory, i) => ($"Datasets:Directories:{i}", Path.Combine(_root.FullName, directory)))]);
        using var limit = new CancellationTokenSource(ReadingTime);
        while (true)
        {
            using var response = await service.Client.GetAsync("/v1/datasets", limit.Token);
            if (response.StatusCode != System.Net.HttpStatusCode.ServiceUnavailable)
                return [.. (await response.Content.ReadFromJsonAsync<JsonElement>(limit.Token)).GetProperty("datasets").EnumerateArray()];
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }
}

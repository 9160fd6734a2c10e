using GradCamService.Explain.Tests;
using GradCamService.Tests.Answers;
using Xunit;

namespace GradCamService.Tests.Explanations;

[Collection(ServiceTests.Name)]
public sealed class CaptioningTests(SharedService service)
{
    private const string Predictions = "/v1/models/captioner/predictions";
    private const string Explanations = "/v1/models/captioner/explanations";

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, SequenceGoldens.All.Captions.Count)];

    [Theory, MemberData(nameof(Cases))]
    public async Task Captions_are_the_recorded_ones_word_for_word(int index)
    {
        var golden = SequenceGoldens.All.Captions[index];

        var greedy = (await service.PostAsync(Predictions, Form.Of(golden.Image, ("beams", "1"))).JsonAsync()).GetProperty("captions")[0];
        var searched = (await service.PostAsync(Predictions, Form.Of(golden.Image)).JsonAsync()).GetProperty("captions");

        Assert.Equal(golden.Greedy, greedy.GetProperty("text").GetString());
        Assert.Equal(golden.LogProbability, greedy.GetProperty("logProbability").GetDouble(), FromPng.Score);
        Assert.Equal(golden.Greedy.Split(' '), greedy.GetProperty("words").EnumerateArray().Select(word => word.GetProperty("word").GetString()));
        var words = greedy.GetProperty("words").EnumerateArray().Select(word => word.GetProperty("logProbability").GetDouble());
        Assert.All(golden.WordLogProbabilities.Zip(words), pair => Assert.Equal(pair.First, pair.Second, FromPng.Score));
        Assert.Equal(golden.WordLogProbabilities[^1], greedy.GetProperty("endLogProbability").GetDouble(), FromPng.Score);
        Assert.Equal(golden.Beam3, searched[0].GetProperty("text").GetString());
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task The_sentence_comes_first_then_each_word_with_its_place_and_map(int index)
    {
        var golden = SequenceGoldens.All.Captions[index];
        var form = Form.Of(golden.Image, ("beams", "1"), ("method", "grad-cam"), ("images", "none"));

        var answer = await service.PostAsync(Explanations, form).JsonAsync();

        var entries = answer.GetProperty("explanations").EnumerateArray().ToList();
        var words = golden.Greedy.Split(' ');
        Assert.Equal([golden.Greedy, .. words], entries.Select(entry => entry.GetProperty("concept").GetProperty("label").GetString()));
        Assert.False(entries[0].GetProperty("concept").TryGetProperty("position", out _));
        Assert.Equal(Enumerable.Range(0, words.Length), entries.Skip(1).Select(entry => entry.GetProperty("concept").GetProperty("position").GetInt32()));
        Assert.Equal(golden.LogProbability, entries[0].GetProperty("score").GetDouble(), FromPng.Score);
        Assert.All(entries, entry => Assert.Equal(Math.Exp(entry.GetProperty("score").GetDouble()), entry.GetProperty("probability").GetDouble(), 1e-9));
        Close.To(SequenceGoldens.Array(golden.Map), Map(entries[0]), FromPng.Map);
        var maps = SequenceGoldens.Array(golden.WordMaps);
        var wordMaps = entries.Skip(1).SelectMany(Map).ToArray();
        // The record's last row is the end token's, which has no entry.
        Close.To(maps with { Values = maps.Values[..wordMaps.Length] }, wordMaps, FromPng.Map);
        Assert.Equal(golden.Greedy, answer.GetProperty("predictions")[0].GetProperty("concept").GetProperty("label").GetString());

        static float[] Map(System.Text.Json.JsonElement entry) => entry.GetProperty("map").GetProperty("values").Floats();
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task The_arrays_of_a_given_caption_have_a_row_for_the_sentence_and_each_word(int index)
    {
        var golden = SequenceGoldens.All.Captions[index];

        var arrays = await Npz.ReadAsync(service.PostAsync(Explanations, Form.Of(golden.Image, ("caption", golden.Greedy)), "application/x-npz"));

        var rows = golden.Greedy.Split(' ').Length + 1;
        Assert.Equal([rows, 7, 7], arrays["map"].Shape);
        Assert.Equal([rows, 3, 224, 224], arrays["guided_backprop"].Shape);
        Assert.Equal([rows, 3, 224, 224], arrays["guided_grad_cam"].Shape);
        Close.To(SequenceGoldens.Array(golden.Map), arrays["map"].Values[..49], FromPng.Map);
        Close.ToButForGates(SequenceGoldens.Array(golden.GuidedBackprop), arrays["guided_backprop"].Values[..(3 * 224 * 224)], FromPng.Map);
    }

    [Fact]
    public async Task A_caption_that_the_caller_gives_is_explained_as_it_is_and_no_other_is_searched()
    {
        var answer = await service.PostAsync(Explanations, Form.Of("chelsea.png", ("caption", "A  dog, on the... GRASS!"), ("images", "none"))).JsonAsync();

        Assert.Equal("a dog on the grass", answer.GetProperty("captions")[0].GetProperty("text").GetString());
        Assert.Equal(1, answer.GetProperty("captions").GetArrayLength());
        Assert.Equal(0, answer.GetProperty("predictions").GetArrayLength());
        Assert.Equal(6, answer.GetProperty("explanations").GetArrayLength());
    }

    [Fact]
    public async Task A_caption_of_stop_words_is_a_sentence_like_another()
    {
        var answer = await service.PostAsync(Explanations, Form.Of("chelsea.png", ("caption", "the of and a"), ("images", "none"))).JsonAsync();

        Assert.Equal(5, answer.GetProperty("explanations").GetArrayLength());
    }

    [Fact]
    public async Task Each_word_is_explained_by_each_method()
    {
        var form = Form.Of("chelsea.png", ("caption", "a cat"), ("method", "grad-cam"), ("method", "guided-backprop"), ("counterfactual", "true"), ("images", "none"));

        var entries = (await service.PostAsync(Explanations, form).JsonAsync()).GetProperty("explanations").EnumerateArray().ToList();

        Assert.Equal(
            ["a cat: grad-cam", "a cat: guided-backprop", "a: grad-cam", "a: guided-backprop", "cat: grad-cam", "cat: guided-backprop"],
            entries.Select(entry => $"{entry.GetProperty("concept").GetProperty("label")}: {entry.GetProperty("method")}"));
        Assert.All(entries, entry => Assert.True(entry.GetProperty("counterfactual").GetBoolean()));
    }

    [Theory]
    [InlineData("grad-cam")]
    [InlineData("guided-backprop")]
    [InlineData("guided-grad-cam")]
    public async Task The_picture_is_a_sheet_with_the_photo_and_a_row_for_five_words(string method)
    {
        using var few = await service.PostAsync(Explanations, Form.Of("chelsea.png", ("caption", "a cat in"), ("method", method)), "image/png");
        using var many = await service.PostAsync(Explanations, Form.Of("chelsea.png", ("caption", "a cat in the water and"), ("method", method)), "image/png");

        Assert.Equal("a cat in", Assert.Single(few.Headers.GetValues("X-Concept")));
        var (first, second) = (await SizeAsync(few), await SizeAsync(many));
        Assert.Equal(first.Width, second.Width);
        // The sixth word begins a second row: with maps, of two pictures, by the word's own scale and by one for all.
        var (least, most) = method == "guided-backprop" ? (200, 250) : (290, 320);
        Assert.InRange(second.Height - first.Height, least, most);
    }

    private static async Task<(int Width, int Height)> SizeAsync(HttpResponseMessage response)
    {
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        using var bitmap = SkiaSharp.SKBitmap.Decode(await response.Content.ReadAsByteArrayAsync());
        return (bitmap.Width, bitmap.Height);
    }
}

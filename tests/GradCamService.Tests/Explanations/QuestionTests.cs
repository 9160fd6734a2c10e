using System.Text.Json;
using GradCamService.Explain.Tests;
using GradCamService.Tests.Answers;
using Xunit;

namespace GradCamService.Tests.Explanations;

[Collection(ServiceTests.Name)]
public sealed class QuestionTests(SharedService service)
{
    private const string Predictions = "/v1/models/vqa/predictions";
    private const string Explanations = "/v1/models/vqa/explanations";

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, SequenceGoldens.All.Questions.Count)];

    [Theory, MemberData(nameof(Cases))]
    public async Task Answers_come_in_the_recorded_order_with_the_recorded_probabilities(int index)
    {
        var golden = SequenceGoldens.All.Questions[index];

        var answer = await service.PostAsync(Predictions, Form.Of(golden.Image, ("question", golden.Question))).JsonAsync();

        var predictions = answer.GetProperty("predictions").EnumerateArray().ToList();
        Assert.Equal(golden.Answers.Select(expected => expected.Answer), predictions.Select(Label));
        Assert.All(golden.Answers.Zip(predictions), pair =>
            Assert.Equal(pair.First.Probability, pair.Second.GetProperty("probability").GetDouble(), FromPng.Score));
        Assert.Empty(answer.GetProperty("unknownWords").EnumerateArray());
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task The_two_best_answers_have_the_recorded_maps_by_rank_and_by_name(int index)
    {
        var golden = SequenceGoldens.All.Questions[index];

        var ranked = await Explain(golden.Image, ("question", golden.Question), ("top", "2"));
        var named = await Explain(golden.Image, ("question", golden.Question), ("answer", golden.Answers[0].Answer), ("answer", golden.Answers[1].Answer));

        foreach (var entries in new[] { ranked, named })
        {
            Assert.Equal(golden.Answers.Take(2).Select(expected => expected.Answer), entries.Select(Label));
            Close.To(SequenceGoldens.Array(golden.Map), Map(entries[0]), FromPng.Map);
            Close.To(SequenceGoldens.Array(golden.SecondMap), Map(entries[1]), FromPng.Map);
        }
    }

    [Fact]
    public async Task Against_another_answer_scores_and_maps_are_subtracted()
    {
        var golden = SequenceGoldens.All.Questions[1];
        var (yes, no) = (golden.Answers[0], golden.Answers[1]);

        var entry = (await Explain(golden.Image, ("question", golden.Question), ("answer", yes.Answer), ("against", no.Answer)))[0];

        Assert.Equal(yes.Score - no.Score, entry.GetProperty("score").GetDouble(), 2 * FromPng.Score);
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("probability").ValueKind);
        var expected = SequenceGoldens.Array(golden.Map);
        Close.To(expected with { Values = [.. expected.Values.Zip(SequenceGoldens.Array(golden.SecondMap).Values, (a, b) => a - b)] }, Map(entry), FromPng.Map);
    }

    [Fact]
    public async Task A_question_with_unknown_words_is_answered_and_says_so()
    {
        var form = Form.Of("chelsea.png", ("question", "Is there a Unicorn, or a gryphon?"), ("images", "none"));

        var answer = await service.PostAsync(Explanations, form).JsonAsync();

        Assert.Equal(["unicorn", "or", "gryphon"], answer.GetProperty("unknownWords").Strings());
        Assert.Single(answer.GetProperty("explanations").EnumerateArray());
    }

    private async Task<List<JsonElement>> Explain(string image, params (string, string)[] fields)
    {
        var form = Form.Of(image, [.. fields, ("method", "grad-cam"), ("images", "none")]);
        return [.. (await service.PostAsync(Explanations, form).JsonAsync()).GetProperty("explanations").EnumerateArray()];
    }

    private static string? Label(JsonElement entry) => entry.GetProperty("concept").GetProperty("label").GetString();

    private static float[] Map(JsonElement entry) => entry.GetProperty("map").GetProperty("values").Floats();
}

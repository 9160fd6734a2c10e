using System.Net;
using Xunit;

namespace GradCamService.Tests.Requests;

[Collection(ServiceTests.Name)]
public sealed class WrongTextTests(SharedService service)
{
    [Theory]
    [InlineData("vqa", "question", "")]
    [InlineData("vqa", "question", "   ")]
    [InlineData("vqa", "question", "?!… --")]
    [InlineData("vqa", "question", "🐕🐈")]
    [InlineData("captioner", "caption", "")]
    [InlineData("captioner", "caption", ".,;")]
    [InlineData("captioner", "caption", "👩‍🚀")]
    public async Task A_text_without_words_is_refused_and_told_what_words_are(string model, string field, string text)
    {
        var problem = await Refused(model, (field, text));

        Assert.Equal($"The {field} has no words; words are made of the letters a to z, digits and apostrophes.", Assert.Single(problem.Errors[field]));
    }

    [Theory]
    [InlineData("vqa", "question", "at most 100")]
    [InlineData("captioner", "caption", "at most 20")]
    public async Task A_text_of_ten_thousand_words_is_refused_with_the_limit(string model, string field, string limit)
    {
        var problem = await Refused(model, (field, string.Join(' ', Enumerable.Repeat("skateboarding", 10_000))));

        var error = Assert.Single(problem.Errors[field]);
        Assert.Contains("has 10000 words", error, StringComparison.Ordinal);
        Assert.Contains(limit, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_must_be_there()
    {
        var problem = await Refused("vqa", ("answer", "yes"));

        Assert.StartsWith("The field 'question' is missing", Assert.Single(problem.Errors["question"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_words_of_a_caption_are_refused_by_name_with_the_nearest()
    {
        var problem = await Refused("captioner", ("caption", "a dgo and a zebra"));

        Assert.Collection(
            problem.Errors["caption"],
            error => Assert.StartsWith("The model does not know the word 'dgo'; near to it are 'dog'", error, StringComparison.Ordinal),
            error => Assert.StartsWith("The model does not know the word 'zebra'; near to it are '", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_word_of_a_million_letters_is_refused_without_being_repeated_whole()
    {
        var problem = await Refused("captioner", ("caption", new string('a', 1_000_000)));

        Assert.InRange(Assert.Single(problem.Errors["caption"]).Length, 100, 300);
    }

    [Fact]
    public async Task An_unknown_answer_is_refused_with_near_ones()
    {
        var problem = await Refused("vqa", ("question", "what color is it"), ("answer", "bleu"));

        Assert.Contains("'blue'", Assert.Single(problem.Errors["answer"]), StringComparison.Ordinal);
    }

    private Task<Problem> Refused(string model, params (string, string)[] fields) =>
        service.PostAsync($"/v1/models/{model}/explanations", Form.Of("chelsea.png", fields)).ProblemAsync(HttpStatusCode.UnprocessableEntity);
}

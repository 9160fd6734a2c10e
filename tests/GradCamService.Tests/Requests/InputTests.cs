using System.Net;
using GradCamService.Explain.Tests;
using GradCamService.Explain.Tests.Networks;
using Xunit;

namespace GradCamService.Tests.Requests;

/// <summary>A model that reads numbers and a second picture besides its photo.</summary>
public sealed class InputTests(InputTests.BoundService service) : IClassFixture<InputTests.BoundService>
{
    private const string Predictions = "/v1/models/bound/predictions";
    private const string Explanations = "/v1/models/bound/explanations";

    [Fact]
    public async Task A_model_tells_what_it_reads()
    {
        var model = await service.Client.GetAsync("/v1/models/bound").JsonAsync();
        var inputs = model.GetProperty("inputs").EnumerateArray().ToDictionary(input => input.GetProperty("field").GetString()!);

        Assert.Equal(["input.dose", "input.codes", "input.double", "input.before"], inputs.Keys);
        Assert.Equal(("numbers", "float32", 0, 10), (
            inputs["input.dose"].GetProperty("kind").GetString(), inputs["input.dose"].GetProperty("type").GetString(),
            inputs["input.dose"].GetProperty("min").GetInt32(), inputs["input.dose"].GetProperty("max").GetInt32()));
        Assert.Equal([3, 4], inputs["input.codes"].GetProperty("default").Floats());
        Assert.Equal([2], inputs["input.codes"].GetProperty("shape").Floats());
        var picture = inputs["input.before"].GetProperty("preparation");
        Assert.Equal((8, "gray"), (picture.GetProperty("width").GetInt32(), picture.GetProperty("color").GetString()));
    }

    [Fact]
    public async Task A_model_with_an_input_that_nothing_feeds_says_which_and_what_to_write()
    {
        var model = await service.Client.GetAsync("/v1/models/unbound").JsonAsync();

        Assert.False(model.GetProperty("ready").GetBoolean());
        Assert.Contains("bind: the graph's input 'dose' [?] is neither the image nor bound; say what feeds it: \"dose\": \"numbers\"",
            model.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_and_pictures_change_what_is_predicted_and_what_is_explained()
    {
        var plain = await ScoresAsync(Whole());

        Assert.NotEqual(plain, await ScoresAsync(Whole("input.dose", "3")));
        Assert.NotEqual(plain, await ScoresAsync(Whole("input.double", "true")));
        Assert.NotEqual(plain, await ScoresAsync(Whole("input.codes", "[3, 5]")));
        Assert.NotEqual(plain, await ScoresAsync(Whole(picture: "chelsea.png")));
        Assert.Equal(plain, await ScoresAsync(Whole("INPUT.codes", " 3 , 4 ")));
        Assert.Equal(plain, await ScoresAsync(Whole("input.double", "[0]")));

        async Task<Dictionary<string, double>> ScoresAsync(Form form)
        {
            var explained = await service.PostAsync(Explanations, form, "application/json").JsonAsync();
            Assert.Equal("grad-cam", explained.GetProperty("explanations")[0].GetProperty("method").GetString());
            return explained.GetProperty("predictions").EnumerateArray()
                .ToDictionary(each => each.GetProperty("concept").GetProperty("label").GetString()!, each => each.GetProperty("score").GetDouble());
        }
    }

    [Fact]
    public async Task Predictions_take_the_same_fields()
    {
        var predicted = await service.PostAsync(Predictions, Whole(isPrediction: true)).JsonAsync();
        var explained = await service.PostAsync(Explanations, Whole()).JsonAsync();

        Assert.Equal(explained.GetProperty("predictions").ToString(), predicted.GetProperty("predictions").ToString());
    }

    [Fact]
    public async Task Requests_that_come_at_once_get_what_each_gets_alone()
    {
        string[] doses = ["0.5", "1", "2", "4", "8", "3"];
        var alone = new List<double>();
        foreach (var dose in doses)
            alone.Add(await ScoreAsync(dose));

        var together = await Task.WhenAll(doses.Select(ScoreAsync));

        // float32's digits, sums in another order in a batch.
        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(Math.Abs(pair.First), 1)));
        Assert.Equal(doses.Length, alone.Distinct().Count());

        async Task<double> ScoreAsync(string dose) =>
            (await service.PostAsync(Explanations, Whole("input.dose", dose)).JsonAsync())
                .GetProperty("explanations")[0].GetProperty("score").GetDouble();
    }

    [Theory]
    [InlineData("input.dose", null, "The field 'input.dose' is missing: 'bound' reads a number from 0 to 10 there (curl: -F 'input.dose=1').")]
    [InlineData("input.dose", "1,2", "There are 2 numbers; 'input.dose' takes a number from 0 to 10 (curl: -F 'input.dose=1').")]
    [InlineData("input.dose", "much", "'much' is not a number from 0 to 10.")]
    [InlineData("input.dose", "", "'' is not a number from 0 to 10.")]
    [InlineData("input.dose", "11", "'11' is not a number from 0 to 10.")]
    [InlineData("input.dose", "NaN", "'NaN' is not a number from 0 to 10.")]
    [InlineData("input.dose", "true", "'true' is not a number from 0 to 10.")]
    [InlineData("input.codes", "1", "There is 1 number; 'input.codes' takes 2 whole numbers of at least 0 (curl: -F 'input.codes=3,4').")]
    [InlineData("input.codes", "1.5,2", "'1.5' is not a whole number of at least 0; there must be 2 (curl: -F 'input.codes=3,4').")]
    [InlineData("input.codes", "[[1,2]]", "'[1' is not a whole number of at least 0")]
    [InlineData("input.double", "2", "'2' is not a truth value (true or false).")]
    [InlineData("input.dosis", "1", "'bound' has no field 'input.dosis'; of its inputs there are input.dose, input.codes, input.double, input.before. Did you mean 'input.dose'?")]
    [InlineData("input.image", "1", "'bound' has no field 'input.image'; of its inputs there are input.dose, input.codes, input.double, input.before.")]
    [InlineData("input.before", "rocket.jpg", "The field 'input.before' is text; it must be a file (curl: -F 'input.before=@picture.jpg').")]
    public async Task Wrong_values_are_refused_by_name(string field, string? value, string why)
    {
        foreach (var path in new[] { Predictions, Explanations })
        {
            var form = Whole(field, value, field == "input.before" ? null : "gray.png", path == Predictions);
            var problem = await service.PostAsync(path, form).ProblemAsync(HttpStatusCode.UnprocessableEntity);

            Assert.Contains(why, Assert.Single(problem.Errors[field]), StringComparison.Ordinal);
            Assert.Single(problem.Errors);
        }
    }

    [Fact]
    public async Task A_picture_that_is_missing_empty_or_there_twice_is_refused_by_name()
    {
        var missing = await service.PostAsync(Predictions, Numbers().File("image", Photo("rgb.png"), "rgb.png"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);
        var empty = await service.PostAsync(Predictions, Numbers().File("image", Photo("rgb.png"), "rgb.png").File("input.before", [], "none.png"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);
        var twice = await service.PostAsync(Predictions, Whole(isPrediction: true).File("input.before", Photo("gray.png"), "gray.png"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);
        var numbers = await service.PostAsync(
            Predictions, Whole("input.dose", null, isPrediction: true).File("input.dose", "1"u8.ToArray(), "dose.txt"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);
        var other = await service.PostAsync(Predictions, Whole(isPrediction: true).File("input.after", Photo("gray.png"), "gray.png"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(
            ["The request has no part 'input.before': 'bound' sees a second picture there (curl: -F 'input.before=@picture.jpg')."],
            missing.Errors["input.before"]);
        Assert.Equal(["The part 'input.before' is empty."], empty.Errors["input.before"]);
        Assert.Equal(["'input.before' may be given once."], twice.Errors["input.before"]);
        Assert.Contains("'input.dose' is a file; it must be numbers as text (curl: -F 'input.dose=1').", numbers.Errors["input.dose"]);
        Assert.Contains(
            "'bound' has no field 'input.after'; of its inputs there are input.dose", Assert.Single(other.Errors["input.after"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("truncated.png", HttpStatusCode.UnprocessableEntity, "Of the part 'input.before': ")]
    [InlineData("other.ico", HttpStatusCode.UnsupportedMediaType, "Of the part 'input.before': ")]
    public async Task A_picture_that_cannot_be_read_is_named(string file, HttpStatusCode status, string why)
    {
        var content = file == "truncated.png" ? Photo("chelsea.png")[..2000] : Photo(file);

        var form = Numbers().File("image", Photo("rgb.png"), "rgb.png").File("input.before", content, file);
        var problem = await service.PostAsync(Predictions, form).ProblemAsync(status);

        Assert.StartsWith(why, Assert.Single(problem.Errors["input.before"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_such_inputs_refuses_them()
    {
        var problem = await service.PredictAsync(Form.Of("rgb.png", ("input.dose", "1"))).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(
            ["'efficientnet-lite0' has no field 'input.dose'; it reads nothing but what 'image' and the fields of its task say."],
            problem.Errors["input.dose"]);
    }

    private static byte[] Photo(string name) => TestData.Read($"Images/{name}");

    private static Form Numbers() => Form.Without(("input.dose", "1"), ("input.double", "false"));

    /// <summary>All that the model needs, with another value of one field, or without it.</summary>
    private static Form Whole(string? field = null, string? value = null, string? picture = "gray.png", bool isPrediction = false)
    {
        var fields = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["input.dose"] = "1",
            ["input.double"] = "false",
            ["method"] = isPrediction ? null : "grad-cam",
        };
        if (field is not null)
            fields[field] = value;
        var form = Form.Without([.. fields.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!))])
            .File("image", Photo("rgb.png"), "rgb.png");
        return picture is null ? form : form.File("input.before", Photo(picture), picture);
    }

    /// <summary>The service with such a model, and with one whose manifest forgets an input.</summary>
    public sealed class BoundService() : OwnModels(models =>
    {
        BoundNetwork.SaveInto(models, "bound");
        BoundNetwork.SaveInto(models, "unbound", """{ "codes": "numbers", "double": "numbers", "before": "picture" }""");
    });
}

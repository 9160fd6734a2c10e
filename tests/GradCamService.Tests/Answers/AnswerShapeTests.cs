using System.Text.Json;
using Xunit;

namespace GradCamService.Tests.Answers;

/// <summary>The names in the answers are a contract: fields may be added here, and none may go or change.</summary>
[Collection(ServiceTests.Name)]
public sealed class AnswerShapeTests(SharedService service)
{
    private static readonly string[] Always =
    [
        "explanations[].concept.id",
        "explanations[].concept.index",
        "explanations[].concept.label",
        "explanations[].counterfactual",
        "explanations[].layer",
        "explanations[].localization.box.height",
        "explanations[].localization.box.width",
        "explanations[].localization.box.x",
        "explanations[].localization.box.y",
        "explanations[].localization.boxes[].area",
        "explanations[].localization.boxes[].height",
        "explanations[].localization.boxes[].peak",
        "explanations[].localization.boxes[].width",
        "explanations[].localization.boxes[].x",
        "explanations[].localization.boxes[].y",
        "explanations[].localization.coverage",
        "explanations[].localization.peak.x",
        "explanations[].localization.peak.y",
        "explanations[].localization.threshold",
        "explanations[].map.height",
        "explanations[].map.max",
        "explanations[].map.values[]",
        "explanations[].map.width",
        "explanations[].method",
        "explanations[].probability",
        "explanations[].score",
        "explanations[].status",
        "image.analyzed.height",
        "image.analyzed.width",
        "image.analyzed.x",
        "image.analyzed.y",
        "image.height",
        "image.width",
        "model.name",
        "model.sha256",
        "model.task",
        "model.version",
        "predictions[].concept.id",
        "predictions[].concept.index",
        "predictions[].concept.label",
        "predictions[].probability",
        "predictions[].score",
        "timings.backward",
        "timings.decode",
        "timings.forward",
        "timings.queue",
        "timings.render",
        "timings.total",
    ];

    [Fact]
    public async Task An_explanation_has_these_names()
    {
        var answer = await service.ExplainAsync(Form.Of("chelsea.png", ("concept", "282"))).JsonAsync();

        Assert.Equal(
            Always.Concat(["explanations[].images.overlay", "explanations[].images.guidedGradCam"]).Order(StringComparer.Ordinal), Shape.Of(answer));
    }

    [Fact]
    public async Task Without_pictures_only_these_are_gone()
    {
        var answer = await service.ExplainAsync(Form.Of("chelsea.png", ("concept", "282"), ("images", "none"))).JsonAsync();

        Assert.Equal(Always, Shape.Of(answer));
        Assert.Empty(answer.GetProperty("explanations")[0].GetProperty("images").EnumerateObject());
    }

    [Fact]
    public async Task Against_another_concept_its_names_are_added_and_there_is_no_probability()
    {
        var answer = await service.ExplainAsync(Form.Of("chelsea.png", ("against", "285"), ("images", "none"))).JsonAsync();

        Assert.Equal(
            Always.Concat(["explanations[].against.id", "explanations[].against.index", "explanations[].against.label"]).Order(StringComparer.Ordinal),
            Shape.Of(answer));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("explanations")[0].GetProperty("probability").ValueKind);
    }

    [Fact]
    public async Task Guided_backpropagation_has_neither_map_nor_localization()
    {
        var answer = await service.ExplainAsync(Form.Of("chelsea.png", ("method", "guided-backprop"))).JsonAsync();

        var explanation = answer.GetProperty("explanations")[0];
        Assert.Equal(JsonValueKind.Null, explanation.GetProperty("map").ValueKind);
        Assert.Equal(JsonValueKind.Null, explanation.GetProperty("localization").ValueKind);
        Assert.Equal("ok", explanation.GetProperty("status").GetString());
        Assert.Equal(["guidedBackprop"], explanation.GetProperty("images").EnumerateObject().Select(image => image.Name));
    }

    [Fact]
    public async Task The_answer_says_what_answered_and_what_of_the_photo_it_saw()
    {
        var answer = await service.ExplainAsync(Form.Of("chelsea.png", ("images", "none"))).JsonAsync();

        var model = answer.GetProperty("model");
        Assert.Equal(("efficientnet-lite0", "1", "classification"),
            (model.GetProperty("name").GetString(), model.GetProperty("version").GetString(), model.GetProperty("task").GetString()));
        Assert.Equal("73b565438e3bf203a71211480391ecd1604ecff6f87bbb2d70f30c8c66606257", model.GetProperty("sha256").GetString()); // sha256sum model.onnx
        // The crop of 0.875 · 300 = 262.5 pixels in the middle of 451 × 300 goes from 94.25 to 356.75 and from 18.75 to 281.25.
        Assert.Equal("""{"width":451,"height":300,"analyzed":{"x":94,"y":18,"width":263,"height":264}}""", answer.GetProperty("image").GetRawText());
    }
}

using System.Net;
using GradCamService.Explain.Tests;
using GradCamService.Tests.Explanations;
using Xunit;

namespace GradCamService.Tests.Requests;

[Collection(ServiceTests.Name)]
public sealed class TaskFieldTests(SharedService service)
{
    [Theory]
    [InlineData("efficientnet-lite0", "question", "models for vqa", "model for classification")]
    [InlineData("efficientnet-lite0", "answer", "models for vqa", "in 'concept'")]
    [InlineData("efficientnet-lite0", "caption", "models for captioning", "in 'concept'")]
    [InlineData("efficientnet-lite0", "beams", "models for captioning", "model for classification")]
    [InlineData("vqa", "concept", "models for classification, policy", "in 'answer'")]
    [InlineData("vqa", "caption", "models for captioning", "in 'answer'")]
    [InlineData("captioner", "concept", "models for classification, policy", "in 'caption'")]
    [InlineData("captioner", "top", "models for classification, vqa, policy", "model for captioning")]
    [InlineData("captioner", "against", "models for classification, vqa, policy", "model for captioning")]
    [InlineData("captioner", "question", "models for vqa", "model for captioning")]
    [InlineData("catch-policy", "question", "models for vqa", "model for policy")]
    public async Task A_field_of_another_task_is_refused_by_name_with_the_tasks_that_have_it(string model, string field, string tasks, string own)
    {
        var problem = await service.PostAsync($"/v1/models/{model}/explanations", Form.Of("chelsea.png", (field, "3")))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(problem.Errors[field], error => error.Contains(tasks, StringComparison.Ordinal) && error.Contains(own, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("captioner", "question")]
    [InlineData("vqa", "beams")]
    public async Task Predictions_refuse_them_too(string model, string field)
    {
        var problem = await service.PostAsync($"/v1/models/{model}/predictions", Form.Of("chelsea.png", (field, "3")))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(field, problem.Errors.Keys);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var form = Form.Of("chelsea.png", ("caption", "a zebra"), ("beams", "11"), ("layer", "haed"), ("question", "who"));

        var problem = await service.PostAsync("/v1/models/captioner/explanations", form).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["beams", "caption", "layer", "question"], problem.Errors.Keys.Order());
    }

    [Fact]
    public async Task More_frames_than_a_policy_sees_are_refused_with_their_number()
    {
        var frames = SequenceGoldens.All.Policy[0].Frames;

        var problem = await service.PostAsync("/v1/models/catch-policy/explanations", PolicyTests.Frames([.. frames, frames[0]]))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal("This model sees 4 frames; there are 5.", Assert.Single(problem.Errors["image"]));
    }

    [Fact]
    public async Task Frames_of_different_sizes_are_refused_with_their_sizes()
    {
        var form = PolicyTests.Frames(SequenceGoldens.All.Policy[0].Frames[..2]).File("image", Explain.Tests.TestData.Read("Images/chelsea.png"), "chelsea.png");

        var problem = await service.PostAsync("/v1/models/catch-policy/explanations", form).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("84 × 84, 84 × 84, 451 × 300", Assert.Single(problem.Errors["image"]), StringComparison.Ordinal);
    }
}

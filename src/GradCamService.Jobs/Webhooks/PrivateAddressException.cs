namespace GradCamService.Jobs.Webhooks;

/// <summary>A host has no address that may be connected to. The message does not tell its addresses.</summary>
internal sealed class PrivateAddressException(string message) : Exception(message);

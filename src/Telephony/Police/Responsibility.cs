namespace Hotline.Telephony.Police;

/// <summary>Whose matter it is (责任方).</summary>
public enum ResponsibleSide
{
    /// <summary>12345</summary>
    Hotline,
    /// <summary>110</summary>
    Police,
}

/// <summary>首接负责: who takes a matter on which the two lines could not agree.</summary>
internal static class Responsibility
{
    /// <summary>The ground where no rule was needed.</summary>
    internal const string Agreed = "三方通话中与110协商一致";

    /// <summary>The side that the citizen reached first; a call that 110 passed to us reached 110 first.</summary>
    internal static (ResponsibleSide Owner, string Ground) FirstAnswerer(string caller, string police, TimeSpan time)
    {
        var owner = caller.Length > 0 && caller == police ? ResponsibleSide.Police : ResponsibleSide.Hotline;
        var name = owner == ResponsibleSide.Police ? "110" : "12345";
        return (owner, $"三方通话{time.TotalMinutes:0.#}分钟内未达成一致，按首接先行受理由先接到的{name}受理（国办发〔2022〕12号）");
    }
}

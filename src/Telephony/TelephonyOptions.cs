using Hotline.Telephony.Calls;

namespace Hotline.Telephony;

/// <summary>Settings of the telephony module (section "Telephony"); validated when the host starts.</summary>
public sealed record TelephonyOptions
{
    /// <summary>The address SIP and RTP bind to and announce.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>UDP and TCP port for SIP (RFC 3261 section 18); 0 takes any free one.</summary>
    public int SipPort { get; init; } = 5060;

    /// <summary>A further address for SIP, for example an IPv6 one.</summary>
    public string? MoreSipAddress { get; init; }

    /// <summary>SIP over TLS; its Port is apart from <see cref="SipPort"/>.</summary>
    public Sip.TlsOptions Tls { get; init; } = new();

    /// <summary>INVITEs a second from one address before the rest are answered 503, and unread above twice as many; 0 sets no limit.</summary>
    public int MaxInvitesPerSecondPerSource { get; init; } = 1500;

    /// <summary>中继: carriers' and partners' lines.</summary>
    public IReadOnlyList<Sip.Trunks.TrunkOptions> Trunks { get; init; } = [];

    /// <summary>坐席话机: agents' SIP phones.</summary>
    public Sip.Registration.RegistrarOptions Phones { get; init; } = new();

    /// <summary>SRTP with keys in the description (RFC 4568) for calls that no trunk's own setting decides: where the peer has it too.</summary>
    public Media.MediaEncryption Encryption { get; init; } = Media.MediaEncryption.Optional;

    /// <summary>First and last UDP port of our RTP pool, outside the kernel's ephemeral range; even ports carry RTP, the odd one above RTCP.</summary>
    public int FirstRtpPort { get; init; } = 10000;

    /// <inheritdoc cref="FirstRtpPort"/>
    public int LastRtpPort { get; init; } = 17999;

    /// <summary>More calls than this are answered 503 with Retry-After.</summary>
    public int MaxCalls { get; init; } = 1000;

    /// <summary>Where a police matter is handed to (两线联动): the SIP address of the 110 desk.</summary>
    public string PoliceAddress { get; init; } = "sip:110@127.0.0.1:5110";

    /// <summary>110 has this long to answer.</summary>
    public TimeSpan PoliceTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>通讯录: whom agents may consult, bring in or transfer to, beside 110.</summary>
    public IReadOnlyList<Calls.OutsideNumber> Directory { get; init; } = [];

    /// <summary>A department, a partner line or another agent has this long to answer; then the citizen is back with the agent.</summary>
    public TimeSpan OutsideTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Agents who talk on a SIP phone of a fixed address: work number to sip:number@host:port. Registered phones need no entry.</summary>
    public IReadOnlyDictionary<string, string> AgentPhones { get; init; } = new Dictionary<string, string>();

    /// <summary>A call is ended when the citizen's phone sends no audio for this long, unless it holds the call.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An offer to an agent lapses after this and goes to the next one.</summary>
    public TimeSpan OfferTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After a question a caller has this long to press a key.</summary>
    public TimeSpan KeyPatience { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>After a call an agent has this long to finish the ticket (话后整理) before being ready again.</summary>
    public TimeSpan WrapUp { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Folder of the prompts and their manifest (prompts.json).</summary>
    public string Prompts { get; init; } = "samples/prompts";

    /// <summary>Folder of the recordings; below it yyyy/MM/dd.</summary>
    public string Recordings { get; init; } = ".data/recordings";

    /// <summary>The keys that recordings are sealed with, one a line; made at the first start. Keep it and its backup away from the recordings.</summary>
    public string RecordingKeyFile { get; init; } = ".data/keys/recordings.key";

    /// <summary>The key that citizens' numbers in the records and the journal are sealed with: the same file as Tickets:KeyFile, on every host of the city. Made at the first start.</summary>
    public string PersonalKeyFile { get; init; } = ".data/tickets.key";

    /// <summary>Recordings and their transcripts are erased after this (保存期限), unless somebody holds them; zero keeps them. A rule of the city's profile comes before it.</summary>
    public TimeSpan KeepRecordings { get; init; } = TimeSpan.FromDays(2 * 366);

    /// <summary>The file where call records wait while the database is away.</summary>
    public string Journal { get; init; } = ".data/journal/calls.jsonl";

    /// <summary>This media node's name in the call records; calls it had when it died are closed under this name at the next start.</summary>
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>监听可见: an agent sees a supervisor who only listens. Whispering and barging in are always seen.</summary>
    public bool ShowListeningSupervisors { get; init; } = true;

    /// <summary>外呼中继: the name of the trunk (<see cref="Trunks"/>) that takes outgoing calls.</summary>
    public string? OutboundTrunk { get; init; }

    /// <summary>Instead of a trunk: host:port that takes outgoing calls, with ;transport=tcp where wanted. With neither none is placed.</summary>
    public string? OutboundGateway { get; init; }

    /// <summary>The line whose number citizens see; the first of <see cref="Lines"/> where none is named.</summary>
    public string? OutboundLine { get; init; }

    /// <summary>Calls that one person may place within an hour.</summary>
    public int OutboundPerHour { get; init; } = 60;

    /// <summary>A citizen we call has this long to answer.</summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Where packets to 110 and 12356 are posted before the voice; null writes them into <see cref="Outbox"/>.</summary>
    public Uri? PartnerEndpoint { get; init; }

    /// <summary>Our secret at <see cref="PartnerEndpoint"/>, sent as Authorization: Bearer; null where it asks for none.</summary>
    public string? PartnerKey { get; init; }

    /// <summary>Folder of packets where no endpoint is set.</summary>
    public string Outbox { get; init; } = ".data/outbox";

    /// <summary>首接负责: in a three-way call the two lines have this long to agree whose matter it is.</summary>
    public TimeSpan PoliceAgreementTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>危机处置: without a helper after this, 110 and 120 are called all the same.</summary>
    public TimeSpan CrisisHelperTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Prompt ids: what an abusive caller hears, and the closing words.</summary>
    public string AbuseWarning { get; init; } = "abuse-warning";

    /// <inheritdoc cref="AbuseWarning"/>
    public string AbuseClosing { get; init; } = "abuse-closing";

    /// <summary>The numbers we answer (one number, many lines). A call to a number not in the list is answered 404.</summary>
    public IReadOnlyList<Line> Lines { get; init; } = Usual;

    /// <summary>The lines as they are served: one in the settings stands for the usual one of its number, because settings add to a list.</summary>
    internal IEnumerable<Line> Served => Lines.Where(l => !Usual.Contains(l, ReferenceEqualityComparer.Instance) || Lines.Count(o => o.Number == l.Number) == 1);

    /// <summary>The usual line or the configured one of the number.</summary>
    public Line? FindLine(string number) => Served.FirstOrDefault(l => l.Number == number);

    private static Line[] Usual { get; } = [new() { Number = "12345" }, new() { Number = "2000", RingFor = TimeSpan.FromSeconds(4) }];

    /// <summary>队列; with none one queue takes every line.</summary>
    public IReadOnlyList<Queues.QueueOptions> Queues { get; init; } = [];

    /// <summary>座席规则</summary>
    public Queues.SeatOptions Seats { get; init; } = new();
    /// <summary>How the lines of the city's line book are received that <see cref="Lines"/> does not name; its Number is not used.</summary>
    public Line OtherLines { get; init; } = new() { Number = "" };

    /// <summary>回拨规则</summary>
    public Callbacks.CallbackOptions Callbacks { get; init; } = new();

    /// <summary>黑名单规则</summary>
    public Blocking.BlacklistOptions Blacklist { get; init; } = new();

    /// <summary>One line (专线): its number, and how it receives a caller.</summary>
    public sealed record Line
    {
        public required string Number { get; init; }

        /// <summary>Id in the prompt manifest.</summary>
        public string Greeting { get; init; } = "greeting";

        /// <summary>Id in the prompt manifest; played in a loop while the caller waits.</summary>
        public string Music { get; init; } = "music";

        /// <summary>Id in the prompt manifest; tells a citizen whom we call that the call is recorded.</summary>
        public string OutboundNotice { get; init; } = "outbound-notice";

        /// <summary>录音规则: a call goes on being recorded after the citizen's consent to a referral to 12356.</summary>
        public bool RecordsReferrals { get; init; }

        /// <summary>技能组: agents who have it as a skill are asked first; null where anyone will do.</summary>
        public string? SkillGroup { get; init; }

        /// <summary>Rings (180) this long before it answers; zero answers at once.</summary>
        public TimeSpan RingFor { get; init; }

        /// <summary>Calls of this line are recorded; false for counselling lines (TEL-7).</summary>
        public bool Recorded { get; init; } = true;

        /// <summary>What is said is written down while it is said.</summary>
        public bool Transcribed { get; init; } = true;
        /// <summary>服务时间, China Standard Time, such as 09:00-12:00,13:30-17:30; by default day and night.</summary>
        public string Hours { get; init; } = OpeningHours.Always;

        /// <summary>Open on working days only (工作日), as the city's calendar says.</summary>
        public bool WorkdaysOnly { get; init; }

        /// <summary>Days it is closed whatever the calendar says (节假日).</summary>
        public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

        /// <summary>语音导航; null, as GB/T 33358 advises: the agent first.</summary>
        public CallMenu? Menu { get; init; }

        /// <summary>静默来电: who neither speaks nor presses a key for this long is asked to press any key and is marked; zero: never.</summary>
        public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(10);

        /// <summary>Who waits hears where in the queue, first after this long and then again and again; zero: only music.</summary>
        public TimeSpan AnnounceAfter { get; init; } = TimeSpan.FromSeconds(20);

        /// <inheritdoc cref="AnnounceAfter"/>
        public TimeSpan AnnounceEvery { get; init; } = TimeSpan.FromSeconds(40);

        /// <summary>Who waits is offered to be called back without losing the place (回拨).</summary>
        public bool OffersCallback { get; init; } = true;

        /// <summary>满意度调查: once the agent has hung up the citizen is asked for two keys.</summary>
        public bool Survey { get; init; }
    }
}
